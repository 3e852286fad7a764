import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';

export const UNIT_KINDS: Record<Schema<'UnitKind'>, string> = {
  council: 'Council',
  directorate: 'Directorate',
  service: 'Service',
  team: 'Team',
};

export const BODY_KINDS: Record<Schema<'BodyKind'>, string> = {
  cabinet: 'Cabinet or Executive',
  scrutiny: 'Overview and scrutiny committee',
  committee: 'Service committee',
  full_council: 'Full Council',
  cmt: 'Corporate Management Team',
  progress_group: 'Progress group of officers',
  task_and_finish: 'Task and finish group',
  audit: 'Audit committee',
};

export const optionsOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

interface Dated {
  valid_from: string | null;
  valid_to: string | null;
}

/** "since 1 April 2024", "until 31 March 2026"; empty where neither day is known. */
export function standsWords({ valid_from, valid_to }: Dated): string {
  if (valid_from && valid_to) return `${longDate(valid_from)} to ${longDate(valid_to)}`;
  if (valid_from) return `since ${longDate(valid_from)}`;
  return valid_to ? `until ${longDate(valid_to)}` : '';
}

/** A code made of a name, for files and other programs: "HOUSING-OPTIONS". */
export function codeOf(name: string): string {
  return name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
}
