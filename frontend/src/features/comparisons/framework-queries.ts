import { api, get, getAll, type Schema, unwrap } from '@/api/client';
import { type View, viewQuery } from '@/api/view';

export type Coverage = Schema<'FrameworkCoverage'>;
export type Mapping = Schema<'MetricMappingRead'>;

export const RELATIONS: Record<Mapping['relation'], string> = {
  same: 'Same definition',
  close: 'Close to it',
  contributes: 'Contributes to it',
  ended: 'No longer stands for it',
};

export const frameworksQuery = () => getAll('/api/v1/external-frameworks');
export const coverageQuery = (framework_id: number, view: View) =>
  get('/api/v1/external-frameworks/{framework_id}', {
    params: { path: { framework_id }, query: viewQuery(view) },
  });
export const mappingsQuery = (indicator_id: number) =>
  getAll('/api/v1/metric-mappings', { query: { indicator_id } });
export const mappableQuery = () => getAll('/api/v1/indicators');

export const recordMapping = (body: Schema<'MappingCreate'>) =>
  unwrap(api.POST('/api/v1/metric-mappings', { body }));
