import type { Schema } from '@/api/client';

type Person = Schema<'PersonRead'>;

/** How it stands with a person. */
export const STANDINGS: Record<string, string> = {
  active: 'Active',
  invited: 'Invited',
  never_signed_in: 'Never signed in',
  leaving: 'Leaving',
  left: 'Left',
  disabled: 'Disabled',
};

/** With what somebody signs in. */
export function waysIn(person: Person) {
  const ways = [
    person.connected ? 'a council account' : '',
    person.has_account ? (person.second_factor ? 'a password and a second step' : 'a password') : '',
  ].filter(Boolean);
  return ways.length > 0 ? `With ${ways.join(', or ')}` : 'Not yet: no password and no council account';
}
