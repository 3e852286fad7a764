import { getAll } from '@/api/client';

/** Every edition that its reader may see, newest first: what one can look back through. */
export const editionsQuery = () => ({ ...getAll('/api/v1/packs'), staleTime: 5 * 60_000 });
