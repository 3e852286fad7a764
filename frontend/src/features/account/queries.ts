import { get, getAll } from '@/api/client';

/** How one signs in here, and whether a lost password can be replaced by mail. */
export const signInOptionsQuery = () => ({ ...get('/api/v1/sign-in-options'), staleTime: Infinity });

/** Who acts for whom: of oneself, those given and received. */
export const delegationsQuery = () => getAll('/api/v1/delegations');

/** One's own second factor. */
export const secondFactorQuery = () => get('/api/v1/session/second-factor');
