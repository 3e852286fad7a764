import { api, get, getAll, getPages, ifMatch, type Schema, unwrap } from '@/api/client';
import { faultAt } from '@/api/problems';

export type Load = Schema<'SetupLoadRead'>;
export type SetupRow = Schema<'SetupRowRead'>;
export type Outcome = SetupRow['outcome'];

export const MAY_SET_UP = ['manage_organisation', 'manage_access', 'edit_plan', 'edit_indicator'];

const path = (load_id: number) => ({ path: { load_id } });

/** The workbooks that the person uploaded, the newest first. */
export const loadsQuery = () => getAll('/api/v1/setup/loads');
export const loadQuery = (loadId: number) => get('/api/v1/setup/loads/{load_id}', { params: path(loadId) });

/** What rows of a workbook do, by sheet and outcome. */
export const rowPages = (loadId: number, query: { sheet?: string; outcome?: Outcome }) =>
  getPages('/api/v1/setup/loads/{load_id}/rows', { path: { load_id: loadId }, query });
/** All of them, for the file that is downloaded. */
export const allRowsQuery = (loadId: number) =>
  getAll('/api/v1/setup/loads/{load_id}/rows', { path: { load_id: loadId }, query: { limit: 500 } });

/** A chosen file as the body of a form. */
export function fileBody(file: File | null) {
  if (!file) throw faultAt('file', 'Choose a file.');
  const form = new FormData();
  form.set('file', file);
  return { body: form as never, bodySerializer: (body: unknown) => body as never };
}

export const uploadWorkbook = (file: File | null): Promise<Load> =>
  unwrap(api.POST('/api/v1/setup/loads', fileBody(file)));

export const decideLoad = (load: Load, action: 'load' | 'preview'): Promise<Load> =>
  unwrap(
    api.POST('/api/v1/setup/loads/{load_id}/decisions', {
      params: { ...path(load.id), header: ifMatch(load.version) },
      body: { action },
    }),
  );

export const throwAway = (load: Load) =>
  unwrap(
    api.DELETE('/api/v1/setup/loads/{load_id}', {
      params: { ...path(load.id), header: ifMatch(load.version) },
    }),
  );
