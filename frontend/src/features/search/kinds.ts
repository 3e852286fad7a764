import type { Schema } from '@/api/client';

type Kind = Schema<'ThingFound'>['kind'];

/** How many letters are looked for at least. */
export const LEAST = 2;

/** What can be found, in the order in which it is shown. */
export const KINDS: { kind: Kind; title: string }[] = [
  { kind: 'indicator', title: 'Indicators' },
  { kind: 'activity', title: 'Activities' },
  { kind: 'action', title: 'Actions' },
  { kind: 'plan', title: 'Plans' },
  { kind: 'priority', title: 'Priorities' },
  { kind: 'edition', title: 'Editions of reports' },
  { kind: 'submission', title: 'Submissions' },
  { kind: 'person', title: 'People' },
];

const PATHS: Record<Kind, string> = {
  indicator: '/indicators',
  activity: '/activities',
  action: '/actions',
  plan: '/plans',
  priority: '/priorities',
  edition: '/documents',
  submission: '/submissions',
  person: '/people',
};

/** The address of the page of what was found. */
export function placeOf(kind: Kind, id: number): string {
  return `${PATHS[kind]}/${id}`;
}
