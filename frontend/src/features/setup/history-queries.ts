import { api, get, getAll, ifMatch, type Schema, unwrap } from '@/api/client';
import { fileBody } from './queries';

export type Table = Schema<'HistoryUploadRead'>;
export type HistoryRow = Schema<'HistoryRow'>;
export type PrintedIndicator = Schema<'HistoryIndicator'>;
export type RowOutcome = HistoryRow['outcome'];
export type Said = Schema<'HistoryUpdate'>;

const path = (upload_id: number) => ({ path: { upload_id } });
const changing = (table: Table) => ({
  params: { ...path(table.id), header: ifMatch(table.version) },
});

/** The council's indicators, one of which an indicator of a table may be. */
export const ownIndicatorsQuery = () => getAll('/api/v1/indicators', { query: { limit: 500 } });

/** The printed tables of the council, the newest first. */
export const tablesQuery = () => getAll('/api/v1/history-uploads');
export const tableQuery = (id: number) => get('/api/v1/history-uploads/{upload_id}', { params: path(id) });
export const tableRowsQuery = (id: number, outcome?: RowOutcome) =>
  get('/api/v1/history-uploads/{upload_id}/rows', {
    params: { ...path(id), query: outcome ? { outcome } : {} },
  });

export const uploadTable = (file: File | null): Promise<Table> =>
  unwrap(api.POST('/api/v1/history-uploads', fileBody(file)));
export const sayOf = (table: Table, said: Said): Promise<Table> =>
  unwrap(api.PATCH('/api/v1/history-uploads/{upload_id}', { ...changing(table), body: said }));
export const loadTable = (table: Table): Promise<Table> =>
  unwrap(
    api.POST('/api/v1/history-uploads/{upload_id}/decisions', {
      ...changing(table),
      // What was looked at is what is loaded: the service refuses where it would come to something else by now.
      body: { action: 'load', digest: table.digest },
    }),
  );
export const throwTableAway = (table: Table) =>
  unwrap(api.DELETE('/api/v1/history-uploads/{upload_id}', changing(table)));
