import { get, getAll, type Schema } from '@/api/client';
import { type View, viewQuery } from '@/api/view';

export const plansQuery = (state?: string) =>
  getAll('/api/v1/plans', { query: { ...(state ? { state: state as Schema<'PlanState'> } : {}) } });
export const planQuery = (plan_id: number) =>
  get('/api/v1/plans/{plan_id}', { params: { path: { plan_id } } });
export const priorityQuery = (priority_id: number) =>
  get('/api/v1/priorities/{priority_id}', { params: { path: { priority_id } } });

type Start = { plan_id?: number; priority_id?: number; activity_id?: number; indicator_id?: number };

/** What one plan, priority, activity or indicator hangs together with. */
export const threadQuery = (start: Start, view: View = {}) =>
  get('/api/v1/golden-thread', { params: { query: { ...start, ...viewQuery(view) } } });

export const activitiesQuery = (plan?: string) =>
  getAll('/api/v1/activities', { query: { ...(plan ? { plan } : {}) } });
export const activityQuery = (activity_id: number) =>
  get('/api/v1/activities/{activity_id}', { params: { path: { activity_id } } });
export const updatesQuery = (activity: number) => getAll('/api/v1/activity-updates', { query: { activity } });
export const activityActionsQuery = (activity_id: number) =>
  getAll('/api/v1/actions', { query: { activity_id } });

const ofPlan = (plan_id: number) => ({ params: { path: { plan_id } } });

export const consultationsQuery = (plan_id: number) =>
  getAll('/api/v1/plans/{plan_id}/consultations', { path: { plan_id } });
export const reviewsQuery = (plan_id: number) =>
  getAll('/api/v1/plans/{plan_id}/reviews', { path: { plan_id } });
export const evidenceQuery = (kind: string, subject_id: number) =>
  getAll('/api/v1/evidence', { query: { kind, subject_id } });
/** The years of its term, with what each priority's measures came to. */
export const termQuery = (plan_id: number, view: View = {}) =>
  get('/api/v1/plans/{plan_id}/outturns', { params: { path: { plan_id }, query: viewQuery(view) } });
/** What became of its priorities, activities and indicators. */
export const successionQuery = (plan_id: number) =>
  get('/api/v1/plans/{plan_id}/succession', ofPlan(plan_id));
/** What changed since the plan of the year before. */
export const comparisonQuery = (plan_id: number) =>
  get('/api/v1/plans/{plan_id}/comparison', ofPlan(plan_id));
/** The words on its priorities' year. */
export const planYearQuery = (plan_id: number, year: string) =>
  get('/api/v1/plans/{plan_id}/years/{year}', { params: { path: { plan_id, year } } });
/** What there is to take into a year. */
export const rollOverQuery = (year: string) =>
  get('/api/v1/roll-overs/{year}', { params: { path: { year } } });
