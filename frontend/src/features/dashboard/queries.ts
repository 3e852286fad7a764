import { queryOptions } from '@tanstack/react-query';
import { api, get, getAll, type Schema, unwrap } from '@/api/client';
import { type View, viewQuery } from '@/api/view';

/** Which dashboard, as its address says it. */
export interface DashboardSearch extends View {
  period?: string;
  by?: string;
}

const GROUPINGS = ['theme', 'unit', 'portfolio'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** By what figures are grouped; an address that names anything else groups by theme. */
export function groupingOf(by: string | undefined): Grouping {
  return GROUPINGS.find((each) => each === by) ?? 'theme';
}

/** How many figures an edition's reader does not get, and why: the header Left-Out, `2;reason="…"`. */
export function leftOutWords(header: string | null): string[] {
  return [...(header ?? '').matchAll(/(\d+);reason="([^"]*)"/g)].map(([, parts, reason]) => {
    return `${parts} left out: ${decodeURIComponent(reason ?? '')}`;
  });
}

function viewOf({ period, ...view }: DashboardSearch) {
  return { ...(period ? { period } : {}), ...viewQuery(view) };
}

/** A period at a glance, with what the reader of an edition does not get of it. */
export function dashboardQuery(search: DashboardSearch) {
  const query = { ...viewOf(search), by: groupingOf(search.by) };
  return queryOptions({
    queryKey: ['/api/v1/dashboard', query] as const,
    queryFn: async ({ signal }) => {
      const answer = api.GET('/api/v1/dashboard', { params: { query }, signal });
      const board: Schema<'DashboardRead'> = await unwrap(answer);
      return { board, leftOut: leftOutWords((await answer).response.headers.get('Left-Out')) };
    },
  });
}

/** The last twelve periods of what a dashboard shows. */
export function trendsQuery(search: DashboardSearch) {
  return get('/api/v1/dashboard/trends', { params: { query: viewOf(search) } });
}

/** What the figures that a dashboard shows signal. */
export function signalsQuery(search: DashboardSearch) {
  return get('/api/v1/dashboard/signals', { params: { query: viewOf(search) } });
}

/** The quarters there are. */
export const periodsQuery = () => ({ ...get('/api/v1/dashboard/periods'), staleTime: 5 * 60_000 });

/** The editions of a quarter that its reader may see, newest first. */
export const editionsQuery = (period: string) => getAll('/api/v1/packs', { query: { period } });

/** One revision of a figure with everything that made it, as it is seen from an edition or a moment. */
export function observationQuery(observation_id: number, view: View) {
  return get('/api/v1/observations/{observation_id}', {
    params: { path: { observation_id }, query: viewQuery(view) },
  });
}

/** Every revision of the same figure that there was then, newest first, with the editions that pin each. */
export const revisionsQuery = (observation_id: number, view: View) =>
  getAll('/api/v1/observations/{observation_id}/revisions', {
    path: { observation_id },
    query: viewQuery(view),
  });

/** What stands now for the cell of a figure, as a list: empty for whoever may see it in an edition alone. */
export function standingQuery({ indicator_id, unit, period, breakdown }: Schema<'ObservationRead'>) {
  const query = { indicator_id, unit, period, breakdown, limit: 1 };
  return get('/api/v1/observations', { params: { query } });
}

export const evidenceQuery = (observation_id: number) =>
  getAll('/api/v1/evidence', { query: { kind: 'observation', subject_id: observation_id } });
