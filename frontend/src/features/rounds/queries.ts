import { get, getAll } from '@/api/client';

/** Every round, the newest period first. */
export const roundsQuery = () => getAll('/api/v1/rounds');

/** One round with its stages. */
export const roundQuery = (roundId: number) =>
  get('/api/v1/rounds/{round_id}', { params: { path: { round_id: roundId } } });

/** A round's services with where each stands. */
export const boardQuery = (roundId: number) =>
  get('/api/v1/rounds/{round_id}/board', { params: { path: { round_id: roundId } } });

/** A round's submissions, for what may be done with each. */
export const submissionsOfRoundQuery = (roundId: number) =>
  getAll('/api/v1/submissions', { query: { round_id: roundId } });

/** The editions sealed of a round's pack. */
export const editionsOfRoundQuery = (roundId: number) =>
  getAll('/api/v1/packs', { query: { round_id: roundId } });

/** The quarters of a financial year; of this one without `year`. */
export const quartersQuery = (year?: string) =>
  get('/api/v1/periods', { params: { query: { span: 'quarter', ...(year ? { year } : {}) } } });

/** Every version of the framework; none in a council that is just being set up. */
export const frameworkVersionsQuery = () => getAll('/api/v1/framework/versions');

/** The performance management framework in force, with its calendar. */
export const frameworkQuery = () => get('/api/v1/framework');

/** What a round asks each service for; a planned one, what opening it would. */
export const askedQuery = (roundId: number) =>
  get('/api/v1/rounds/{round_id}/asked', { params: { path: { round_id: roundId } } });
