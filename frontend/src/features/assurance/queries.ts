import { get, getPages, type Schema } from '@/api/client';

export interface TrailFilters {
  period?: string | undefined;
  kind?: string | undefined;
}

/** An indicator's trail, page by page, the newest first. */
export const trailPages = (indicatorId: number, { period, kind }: TrailFilters) =>
  getPages('/api/v1/indicators/{indicator_id}/trail', {
    path: { indicator_id: indicatorId },
    query: {
      limit: 50,
      ...(period ? { period } : {}),
      ...(kind ? { kind: kind as Schema<'TrailKind'> } : {}),
    },
  });

export const recalculationQuery = (id: number, period: string | undefined) =>
  get('/api/v1/indicators/{indicator_id}/recalculation', {
    params: { path: { indicator_id: id }, query: period ? { period } : {} },
  });
export const indicatorQuery = (id: number) =>
  get('/api/v1/indicators/{indicator_id}', { params: { path: { indicator_id: id } } });
