import { get, getAll, getPages, type Schema } from '@/api/client';

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

/** The samples that were drawn, the newest first. */
export const samplesPages = () => getPages('/api/v1/assurance-samples', { query: { limit: 50 } });
export const sampleQuery = (id: number) =>
  get('/api/v1/assurance-samples/{sample_id}', { params: { path: { sample_id: id } } });

/** What a sample can be drawn from, or of. */
export const editionsQuery = () => getPages('/api/v1/packs', { query: { limit: 50 } });
export const themesQuery = () => getAll('/api/v1/themes');

/** What was judged of an indicator's data quality, the newest first. */
export const assessmentsPages = (indicatorId: number, limit = 20) =>
  getPages('/api/v1/indicators/{indicator_id}/data-quality-assessments', {
    path: { indicator_id: indicatorId },
    query: { limit },
  });

/** What the record itself says of an indicator's figures, by dimension. */
export const onRecordQuery = (id: number) =>
  get('/api/v1/indicators/{indicator_id}/data-quality-on-record', {
    params: { path: { indicator_id: id } },
  });

export interface QualityFilters {
  review?: string | undefined;
  judgement?: string | undefined;
  unit?: string | undefined;
  theme?: string | undefined;
}

/** Every indicator in force with the assessment that stands. */
export const qualityPages = ({ review, judgement, unit, theme }: QualityFilters) =>
  getPages('/api/v1/data-quality-assessments', {
    query: {
      limit: 100,
      active: true,
      ...(review ? { review: review as Schema<'QualityReview'> } : {}),
      ...(judgement ? { judgement: judgement as Schema<'QualityJudgement'> } : {}),
      ...(unit ? { unit } : {}),
      ...(theme ? { theme } : {}),
    },
  });
