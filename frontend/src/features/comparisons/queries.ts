import { api, get, getAll, getPages, ifMatch, type Schema, unwrap } from '@/api/client';
import { faultAt } from '@/api/problems';
import { type View, viewQuery } from '@/api/view';

export type Compared = Schema<'ComparisonRead'>;
export type AreaFigure = Schema<'AreaFigure'>;
export type ComparisonFile = Schema<'ComparisonFileRead'>;

interface Asked {
  indicatorId: number;
  period?: string | undefined;
  group?: number | undefined;
}

function asked({ indicatorId, period, group }: Asked, view: View) {
  return {
    path: { indicator_id: indicatorId },
    query: { ...(period ? { period } : {}), ...(group ? { group } : {}), ...viewQuery(view) },
  };
}

/** An indicator beside others, for a period (the newest they have) and a group of councils (all of them). */
export const comparisonQuery = (of: Asked, view: View) =>
  get('/api/v1/indicators/{indicator_id}/comparisons', { params: asked(of, view) });

/** The same as the service's drawing. */
export const comparisonChartQuery = (of: Asked, view: View, width: number) => {
  const { path, query } = asked(of, view);
  return get('/api/v1/indicators/{indicator_id}/comparisons/chart.svg', {
    params: { path, query: { ...query, width } },
    parseAs: 'text',
  });
};

export const areasQuery = () => getAll('/api/v1/comparisons/areas');
export const groupsQuery = () => getAll('/api/v1/comparisons/groups');
export const filesPages = () => getPages('/api/v1/comparisons/files', { query: { limit: 50 } });
const path = (file_id: number) => ({ path: { file_id } });
export const fileQuery = (fileId: number) =>
  get('/api/v1/comparisons/files/{file_id}', { params: path(fileId) });
export const linesQuery = (fileId: number) =>
  get('/api/v1/comparisons/files/{file_id}/lines', { params: path(fileId) });

const changing = (file: ComparisonFile) => ({
  params: { ...path(file.id), header: ifMatch(file.version) },
});

/** Uploads a CSV file; nothing of it is on record until it is loaded. */
export function uploadFile(file: File | null): Promise<ComparisonFile> {
  if (!file) throw faultAt('file', 'Choose a file.');
  const form = new FormData();
  form.set('file', file);
  return unwrap(
    api.POST('/api/v1/comparisons/files', {
      body: form as never,
      bodySerializer: (body: unknown) => body as never,
    }),
  );
}

export const stateSource = (file: ComparisonFile, said: Schema<'ComparisonSourceUpdate'>) =>
  unwrap(api.PATCH('/api/v1/comparisons/files/{file_id}', { ...changing(file), body: said }));

export const loadFile = (file: ComparisonFile) =>
  unwrap(
    api.POST('/api/v1/comparisons/files/{file_id}/decisions', {
      ...changing(file),
      body: { action: 'load', ...(file.digest ? { digest: file.digest } : {}) },
    }),
  );

export const throwFileAway = (file: ComparisonFile) =>
  unwrap(api.DELETE('/api/v1/comparisons/files/{file_id}', changing(file)));
