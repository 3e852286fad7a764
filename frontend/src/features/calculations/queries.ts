import { get, getAll } from '@/api/client';
import { type View, viewQuery } from '@/api/view';

/** Every version of how an indicator's series are calculated, newest first. */
export const calculationsQuery = (indicator_id: number) =>
  getAll('/api/v1/indicators/{indicator_id}/calculations', { path: { indicator_id } });

/** What figures are collected for, over all indicators. */
export const collectedQuery = () => getAll('/api/v1/series');

/** How one figure was calculated, as it is seen from where the reader stands. */
export const calculationOfQuery = (observation_id: number, view: View) =>
  get('/api/v1/observations/{observation_id}/calculation', {
    params: { path: { observation_id }, query: viewQuery(view) },
  });
