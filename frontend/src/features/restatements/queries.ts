import { get, getAll, getPages, type Schema } from '@/api/client';

export interface RestatementFilters {
  state?: string;
  period?: string;
}

/** The register of restatements, the newest first. */
export const restatementsQuery = ({ state, period }: RestatementFilters) =>
  getPages('/api/v1/restatements', {
    query: {
      limit: 100,
      ...(state ? { state: state as Schema<'RestatementState'> } : {}),
      ...(period ? { period } : {}),
    },
  });

export const restatementQuery = (restatementId: number) =>
  get('/api/v1/restatements/{restatement_id}', { params: { path: { restatement_id: restatementId } } });

export const observationQuery = (observationId: number) =>
  get('/api/v1/observations/{observation_id}', { params: { path: { observation_id: observationId } } });

/** The quarters that were collected, for the register's filter. */
export const roundsQuery = () => getAll('/api/v1/rounds', { query: { cycle: 'quarterly' } });
