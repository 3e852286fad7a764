import { get, getAll, getPages } from '@/api/client';

const edition = (edition_id: number) => ({ params: { path: { edition_id } } });

/** Editions that one may see, the newest first; of one quarter where its code is given. */
export const editionsQuery = (period?: string) =>
  getPages('/api/v1/packs', { query: { limit: 50, ...(period ? { period } : {}) } });

/** One edition with its content, as far as one may read it. */
export const editionQuery = (editionId: number) => get('/api/v1/packs/{edition_id}', edition(editionId));

/** The other editions of the same round. */
export const editionsOfRoundQuery = (roundId: number) =>
  getAll('/api/v1/packs', { query: { round_id: roundId } });

/** The stages of the round that an edition was sealed in. */
export const roundOfEditionQuery = (roundId: number) =>
  get('/api/v1/rounds/{round_id}', { params: { path: { round_id: roundId } } });

/** The very observations that an edition pins: what each of its figures links to. */
export const pinnedQuery = (editionId: number) =>
  getAll('/api/v1/observations', { query: { pack: editionId, limit: 500 } });

/** What was decided on an edition, the newest first. */
export const approvalsQuery = (editionId: number) =>
  getAll('/api/v1/approvals', { query: { subject_kind: 'pack_edition', subject_id: editionId } });

/** Restatements of an edition's figures that were accepted since it was decided on. */
export const changedSinceQuery = (editionId: number) =>
  getAll('/api/v1/restatements', { query: { pack: editionId, since_decided: true } });

/** Whether an edition is still what was sealed. */
export const sealQuery = (editionId: number) => get('/api/v1/packs/{edition_id}/verify', edition(editionId));

export const bodiesQuery = () => getAll('/api/v1/bodies');
export const portfoliosQuery = () => getAll('/api/v1/portfolios');

/** The framework that an edition's round goes by. */
export const frameworkVersionQuery = (versionId: number) =>
  get('/api/v1/framework/versions/{version_id}', { params: { path: { version_id: versionId } } });

/** Comments in review, the open ones too. */
export const commentsQuery = (editionId: number) =>
  getAll('/api/v1/packs/{edition_id}/comments', { path: { edition_id: editionId } });

/** Every round, for the quarters that there are. */
export const roundPeriodsQuery = () => getAll('/api/v1/rounds');

/** Every body's meetings, the newest first. */
export const meetingsOfAllQuery = () => getAll('/api/v1/meetings');
