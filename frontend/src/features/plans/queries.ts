import { get, getAll, type Schema } from '@/api/client';

export const plansQuery = (state?: string) =>
  getAll('/api/v1/plans', { query: { ...(state ? { state: state as Schema<'PlanState'> } : {}) } });
export const planQuery = (plan_id: number) =>
  get('/api/v1/plans/{plan_id}', { params: { path: { plan_id } } });
export const priorityQuery = (priority_id: number) =>
  get('/api/v1/priorities/{priority_id}', { params: { path: { priority_id } } });

type Start = { plan_id?: number; priority_id?: number; activity_id?: number; indicator_id?: number };

/** What one plan, priority, activity or indicator hangs together with. */
export const threadQuery = (start: Start) => get('/api/v1/golden-thread', { params: { query: start } });

export const activitiesQuery = (plan?: string) =>
  getAll('/api/v1/activities', { query: { ...(plan ? { plan } : {}) } });
export const activityQuery = (activity_id: number) =>
  get('/api/v1/activities/{activity_id}', { params: { path: { activity_id } } });
export const updatesQuery = (activity: number) => getAll('/api/v1/activity-updates', { query: { activity } });
export const activityActionsQuery = (activity_id: number) =>
  getAll('/api/v1/actions', { query: { activity_id } });
