import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { ROLES } from '@/lib/roles';

type Grant = Schema<'RoleGrantRead'>;

/** A role in words. */
const roleWords = (role: string) => ROLES[role]?.name ?? role.replaceAll('_', ' ');

export const ROLE_OPTIONS = Object.entries(ROLES).map(([value, { name }]) => ({ value, label: name }));

// Where each role can reach, as organisation/roles.py has it.
const SCOPES: Record<Schema<'Role'>, Schema<'Scope'>[]> = {
  administrator: ['council'],
  performance_team: ['council', 'unit'],
  data_provider: ['unit', 'council'],
  service_manager: ['unit', 'council'],
  portfolio_holder: ['portfolio'],
  director: ['council', 'unit', 'body'],
  cabinet_member: ['body'],
  scrutiny_member: ['body'],
  committee_administrator: ['council', 'body'],
  auditor: ['council'],
  analyst: ['council', 'unit'],
};

const SCOPE_WORDS: Record<Schema<'Scope'>, string> = {
  council: 'The whole council',
  unit: 'A service and all below it',
  portfolio: 'A portfolio',
  body: 'A body',
};

/** Where a role can reach, the usual first. */
export const scopeOptions = (role: string) =>
  (SCOPES[role as Schema<'Role'>] ?? []).map((value) => ({ value, label: SCOPE_WORDS[value] }));

/** "Service manager for Housing". */
export const grantWords = (grant: Pick<Grant, 'role' | 'scope_name'>) =>
  `${roleWords(grant.role)} for ${grant.scope_name ?? 'the whole council'}`;

/** "since 1 April 2023", "from 1 April to 30 June 2026". */
export function datesWords({
  valid_from,
  valid_to,
}: {
  valid_from: string;
  valid_to: string | null;
}): string {
  return valid_to ? `${longDate(valid_from)} to ${longDate(valid_to)}` : `since ${longDate(valid_from)}`;
}
