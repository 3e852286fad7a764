import { get, getAll, getPages, type Schema } from '@/api/client';

export interface ActionFilters {
  state?: string;
  overdue?: string;
  unit?: string;
}

const action = (action_id: number) => ({ params: { path: { action_id } } });

/** Actions, the first due first. */
export const actionsQuery = ({ state, overdue, unit }: ActionFilters) =>
  getPages('/api/v1/actions', {
    query: {
      limit: 100,
      // What is still to do comes first; the rest is a choice away.
      ...(state === undefined ? { unfinished: true } : {}),
      ...(state && state !== 'all' ? { state: state as Schema<'ActionState'> } : {}),
      ...(overdue ? { overdue: true } : {}),
      ...(unit ? { unit } : {}),
    },
  });

export const actionQuery = (actionId: number) => get('/api/v1/actions/{action_id}', action(actionId));

/** Notes of progress and what was said with each decision, the newest first. */
export const notesQuery = (actionId: number) =>
  getAll('/api/v1/actions/{action_id}/notes', { path: { action_id: actionId } });

/** How its day was moved, and why. */
export const dueChangesQuery = (actionId: number) =>
  getAll('/api/v1/actions/{action_id}/due-changes', { path: { action_id: actionId } });

export const unitsQuery = () => getAll('/api/v1/units');
export const postsQuery = () => getAll('/api/v1/posts');
export const indicatorsQuery = () => getAll('/api/v1/indicators', { query: { limit: 500 } });
export const activitiesQuery = () => getAll('/api/v1/activities', { query: { limit: 500 } });
export const meetingsQuery = () => getAll('/api/v1/meetings');
