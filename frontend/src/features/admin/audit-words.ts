import type { Schema } from '@/api/client';

export type AuditEvent = Schema<'AuditEventRead'>;

const SUBJECTS: Record<string, string> = {
  round: 'Rounds',
  submission: 'Submissions',
  entry: 'Entries',
  pack_edition: 'Editions',
  restatement: 'Restatements',
  action: 'Actions',
  indicator: 'Indicators',
  target: 'Targets',
  plan: 'Plans',
  activity: 'Activities',
  person: 'People',
  role_grant: 'Roles',
  session: 'Sign-ins',
  framework_version: 'Framework',
};

export const SUBJECT_OPTIONS = Object.entries(SUBJECTS).map(([value, label]) => ({ value, label }));

/** The comment, then what is known beside: "from draft to submitted · due on: 2026-11-20". What is nothing is left out. */
export function detailWords(event: AuditEvent): string {
  const { from, to, version: _, ...others } = event.detail;
  const moved = from && to ? [`from ${words(from)} to ${words(to)}`] : [];
  const facts = Object.entries(others)
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${words(value)}`);
  return [event.comment, ...moved, ...facts].filter(Boolean).join(' · ');
}

function words(value: unknown): string {
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value).replaceAll('_', ' ');
}
