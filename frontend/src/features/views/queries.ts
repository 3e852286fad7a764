import { get, getAll } from '@/api/client';
import { type View, viewQuery } from '@/api/view';
import { comparedWith } from './words';

/** Every edition that its reader may see, newest first: what one can look back through. */
export const editionsQuery = () => ({ ...getAll('/api/v1/packs'), staleTime: 5 * 60_000 });

/** A quarter from two views; where none is named, that of the edition, or the newest there is. */
export const twoViewsQuery = (before: View, after: View, period: string | undefined) =>
  get('/api/v1/dashboard/differences', {
    params: { query: { ...comparedWith(before), ...viewQuery(after), ...(period ? { period } : {}) } },
  });
