import { get, getAll, getPages } from '@/api/client';

const person = (person_id: number) => ({ params: { path: { person_id } } });

/** Everybody of the council, by name. */
export const peopleQuery = () => getAll('/api/v1/people');
export const personQuery = (personId: number) => get('/api/v1/people/{person_id}', person(personId));

/** What a person has that somebody would have to take over. */
export const leavingQuery = (personId: number) => get('/api/v1/people/{person_id}/leaving', person(personId));

/** The roles of a post, or of a person: their own and those of the posts they hold. */
export const grantsQuery = (of: { person_id: number } | { post_id: number }) =>
  getAll('/api/v1/role-grants', { query: 'person_id' in of ? { held_by: of.person_id } : of });

export const postsQuery = () => getAll('/api/v1/posts');
export const postQuery = (postId: number) =>
  get('/api/v1/posts/{post_id}', { params: { path: { post_id: postId } } });

export const unitsQuery = () => getAll('/api/v1/units');
export const portfoliosQuery = () => getAll('/api/v1/portfolios');
export const bodiesQuery = () => getAll('/api/v1/bodies');
export const meetingsQuery = () => getAll('/api/v1/meetings');

/** Other programs that talk to Quarterdeck. */
export const clientsQuery = () => getAll('/api/v1/clients');
export const clientQuery = (clientId: number) =>
  get('/api/v1/clients/{client_id}', { params: { path: { client_id: clientId } } });
export const tokensQuery = (clientId: number) => getAll('/api/v1/tokens', { query: { client_id: clientId } });

export const indicatorsQuery = () => getAll('/api/v1/indicators', { query: { limit: 500 } });

export interface AuditFilters {
  person?: number;
  event?: string;
  subject_kind?: string;
  subject_id?: number;
  from?: string;
  to?: string;
}

/** Whether the log is as it was written. Reads all of it, so it is asked for. */
export const verificationQuery = () => ({
  ...get('/api/v1/audit-events/verify'),
  staleTime: 0,
  retry: false,
});

export const auditPages = (query: Record<string, string | number>) =>
  getPages('/api/v1/audit-events', { query: { limit: 100, ...query } });
