import type { Schema } from '@/api/client';
import { sentence } from '@/lib/format';

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

/** "submission.confirm" as "Submission: confirm". */
export function eventWords(event: AuditEvent): string {
  const [kind = '', ...rest] = event.action.split('.');
  return rest.length > 0 ? `${sentence(kind)}: ${rest.join(' ').replaceAll('_', ' ')}` : sentence(kind);
}

/** "Submission 74". */
export function subjectWords(event: AuditEvent): string {
  return event.subject_id === null ? sentence(event.kind) : `${sentence(event.kind)} ${event.subject_id}`;
}

/** The comment, then what changed: "due on: 2026-11-20". */
export function detailWords(event: AuditEvent): string {
  const facts = Object.entries(event.detail).map(([name, value]) => {
    const words =
      typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? 'nothing');
    return `${name.replaceAll('_', ' ')}: ${words}`;
  });
  return [event.comment, ...facts].filter(Boolean).join(' · ');
}
