import { useSuspenseQueries } from '@tanstack/react-query';
import { get, getAll, getPages, type Schema } from '@/api/client';
import { useView, type View, viewQuery } from '@/api/view';

const idIn = (indicator_id: number) => ({ path: { indicator_id } });

export const indicatorsQuery = () => getAll('/api/v1/indicators');
export const indicatorQuery = (id: number, view: View = {}) =>
  get('/api/v1/indicators/{indicator_id}', { params: { ...idIn(id), query: viewQuery(view) } });
export const definitionsQuery = (id: number, view: View = {}) =>
  getAll('/api/v1/indicators/{indicator_id}/definitions', { ...idIn(id), query: viewQuery(view) });
export const rulesQuery = (id: number, view: View = {}) =>
  getAll('/api/v1/indicators/{indicator_id}/rating-rules', { ...idIn(id), query: viewQuery(view) });
export const checksQuery = (id: number) =>
  get('/api/v1/indicators/{indicator_id}/checks', { params: { path: { indicator_id: id } } });
export const linksQuery = (id: number) => getAll('/api/v1/indicators/{indicator_id}/activities', idIn(id));
export const indicatorActionsQuery = (id: number) =>
  getAll('/api/v1/actions', { query: { indicator_id: id } });
export const indicatorTargetsQuery = (id: number, view: View = {}) =>
  getAll('/api/v1/indicators/{indicator_id}/targets', { ...idIn(id), query: viewQuery(view) });
export const targetsPagesQuery = (state: Schema<'TargetState'> | undefined) =>
  getPages('/api/v1/targets', { query: { ...(state ? { state } : {}) } });

/** An indicator's series without their figures' detail. */
export const seriesQuery = (id: number, view: View) =>
  getAll('/api/v1/indicators/{indicator_id}/series', { ...idIn(id), query: viewQuery(view) });

/** Every figure of one series, with commentary and travel, as it is seen from where the reader stands. */
export const figuresQuery = (series: Schema<'SeriesRead'>, view: View) =>
  getAll('/api/v1/observations', {
    query: {
      indicator_id: series.indicator_id,
      unit: series.unit,
      breakdown: series.breakdown,
      ...viewQuery(view),
    },
  });

/** The service's drawing of a series, as SVG. */
export const chartQuery = (series: Schema<'SeriesRead'>, view: View, width: number) =>
  get('/api/v1/indicators/{indicator_id}/chart.svg', {
    params: {
      path: { indicator_id: series.indicator_id },
      query: { series: series.id, width, ...viewQuery(view) },
    },
    parseAs: 'text',
  });

/** A series against its process limits: what its latest figure says. */
export const processQuery = (series: Schema<'SeriesRead'>, view: View) =>
  get('/api/v1/indicators/{indicator_id}/process-limits', {
    params: { ...idIn(series.indicator_id), query: { series: series.id, ...viewQuery(view) } },
  });

/** The same as the service's drawing. */
export const processChartQuery = (series: Schema<'SeriesRead'>, view: View, width: number) =>
  get('/api/v1/indicators/{indicator_id}/process-limits.svg', {
    params: { ...idIn(series.indicator_id), query: { series: series.id, width, ...viewQuery(view) } },
    parseAs: 'text',
  });

/** Every rebase of an indicator's limits, and every withdrawal of one, newest first. */
export const rebasesQuery = (id: number, view: View) =>
  getAll('/api/v1/indicators/{indicator_id}/rebases', { ...idIn(id), query: viewQuery(view) });

/** What each of the last years came to, as it is seen from where the reader stands. */
export const outturnsQuery = (id: number, view: View) =>
  get('/api/v1/indicators/{indicator_id}/outturns', {
    params: { ...idIn(id), query: { years: 5, ...viewQuery(view) } },
  });

/** How the year is to end, by series: what the owner forecasts beside a simple projection. */
export const yearEndsQuery = (id: number, view: View) =>
  get('/api/v1/indicators/{indicator_id}/year-ends', {
    params: { ...idIn(id), query: viewQuery(view) },
  });

export const plansQuery = () => getAll('/api/v1/plans');
const threadQuery = (plan_id: number, view: View) =>
  get('/api/v1/golden-thread', { params: { query: { plan_id, ...viewQuery(view) } } });

/** What an indicator serves. */
export const indicatorThreadQuery = (indicator_id: number) =>
  get('/api/v1/golden-thread', { params: { query: { indicator_id } } });

export type Placed = Schema<'ThreadPriority'> & {
  plan: Schema<'ThreadPlan'>;
  theme: Schema<'ThreadTheme'>;
};

/** Every plan that is not superseded with its themes and priorities, and the latest figure of each indicator. */
export function useThreads() {
  const view = useView();
  const [plans] = useSuspenseQueries({ queries: [plansQuery()] });
  const running = plans.data.filter((plan) => plan.state !== 'superseded');
  const read = useSuspenseQueries({ queries: running.map((plan) => threadQuery(plan.id, view)) });
  const threads = read.map(({ data }) => data);
  const latest = new Map<number, Schema<'ThreadFigure'>>();
  const priorities = new Map<number, Placed>();
  for (const thread of threads) {
    for (const plan of thread.plans)
      for (const theme of plan.themes)
        for (const priority of theme.priorities) priorities.set(priority.id, { ...priority, plan, theme });
    for (const indicator of [
      ...thread.linked_indicators,
      ...thread.plans.flatMap((plan) =>
        plan.themes.flatMap((theme) => theme.priorities.flatMap((priority) => priority.indicators)),
      ),
    ])
      if (indicator.latest) latest.set(indicator.id, indicator.latest);
  }
  return { plans: running, priorities, latest };
}
