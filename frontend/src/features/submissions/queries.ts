import { get, getAll } from '@/api/client';

/** Every submission that the person sees, the newest period first. */
export const submissionsQuery = () => getAll('/api/v1/submissions');

/** One service's submission. */
export const submissionQuery = (id: number) =>
  get('/api/v1/submissions/{submission_id}', { params: { path: { submission_id: id } } });

/** Its cells, each with what is asked, what stood before and what the checks find. */
export const entriesQuery = (id: number) =>
  getAll('/api/v1/submissions/{submission_id}/entries', { path: { submission_id: id } });

/** The questions asked about its cells. */
export const queriesQuery = (id: number) =>
  getAll('/api/v1/submissions/{submission_id}/queries', { path: { submission_id: id } });

/** What stands against submitting it, checked anew. */
export const checklistQuery = (id: number) =>
  get('/api/v1/submissions/{submission_id}/checklist', { params: { path: { submission_id: id } } });

/** What is other than last time. */
export const changesQuery = (id: number) =>
  get('/api/v1/submissions/{submission_id}/changes', { params: { path: { submission_id: id } } });

/** The files that belong to a cell (`entry`) or to the whole submission. */
export const evidenceQuery = (kind: 'entry' | 'submission', id: number) =>
  getAll('/api/v1/evidence', { query: { kind, subject_id: id } });

/** An activity with its milestones and hints. */
export const activityQuery = (id: number) =>
  get('/api/v1/activities/{activity_id}', { params: { path: { activity_id: id } } });
