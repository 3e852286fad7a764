import { useSuspenseQuery } from '@tanstack/react-query';
import { get, type Schema } from './client';
import { looksBack, useView } from './view';

/** Who is signed in. */
export const sessionQuery = () => ({ ...get('/api/v1/session'), staleTime: 5 * 60_000, retry: false });

/** A permission of `organisation/roles.py`. */
export type Permission = string;

/** Who is signed in, on pages that nobody sees otherwise. */
export function useSession(): Schema<'SessionRead'> {
  return useSuspenseQuery(sessionQuery()).data;
}

/**
 * Whether any grant carries one of these permissions. Only for what a list or a menu offers; what may be done with a
 * thing stands in its own `allowed_actions`. Nothing may be done while looking back.
 */
export function useMay(...permissions: Permission[]): boolean {
  const { data } = useSuspenseQuery(sessionQuery());
  const past = looksBack(useView());
  return !past && permissions.some((permission) => data.permissions.includes(permission));
}

/**
 * Whether a grant with this permission reaches a unit, for things that do not carry `allowed_actions`. The service
 * decides again. Nothing may be done while looking back.
 */
export function useMayIn(unitId: number | null, permission: Permission): boolean {
  const { data } = useSuspenseQuery(sessionQuery());
  const past = looksBack(useView());
  return data.grants.some(
    (grant) =>
      !past &&
      grant.permissions.includes(permission) &&
      (grant.scope === 'council' || (unitId !== null && grant.unit_ids.includes(unitId))),
  );
}

const SIGNED_IN = 'quarterdeck-signed-in';

/** Remembers in this browser that somebody signed in or out, for the sign-in page alone: no right hangs on it. */
export function noteSignedIn(signedIn: boolean) {
  if (signedIn) localStorage.setItem(SIGNED_IN, 'yes');
  else localStorage.removeItem(SIGNED_IN);
}

/** Whether somebody signed in here and did not sign out again: their session may have ended since. */
export function wasSignedIn(): boolean {
  return localStorage.getItem(SIGNED_IN) !== null;
}
