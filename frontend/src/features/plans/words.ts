import type { Schema } from '@/api/client';
import { looksBack, type View } from '@/api/view';
import { ACTIVITY_STATUSES, activityStatusWord, RATINGS, type Status } from '@/lib/status';

export const PLAN_KINDS: Record<string, string> = {
  council_plan: 'Council plan',
  business_plan: 'Business plan',
  delivery_plan: 'Delivery plan',
  service_plan: 'Service plan',
  strategy: 'Strategy',
};

/** A status with how many have it, worst first; those that none has are left out. */
export interface Counted extends Status {
  count: number;
}

const WORST_FIRST = ['unable', 'in_question', 'not_started', 'on_course', 'completed'] as const;

/** Activities by their judged status; of some it is not public yet, and null here. */
export function countActivities(activities: { status: string | null }[]): Counted[] {
  const withheld = activities.filter((each) => each.status === null).length;
  return [
    ...counted(
      WORST_FIRST,
      ACTIVITY_STATUSES,
      (key) => activities.filter((each) => each.status === key).length,
    ),
    ...(withheld > 0
      ? [{ word: activityStatusWord(null), shape: 'ring' as const, tone: 'none' as const, count: withheld }]
      : []),
  ];
}

/** Indicators by the rating of their latest figure; contextual ones and those without a figure are not counted. */
export function countRatings(indicators: Schema<'ThreadIndicator'>[]): Counted[] {
  const rated = indicators.filter((each) => each.kind !== 'contextual' && each.latest);
  return counted(
    ['red', 'amber', 'green', 'unrated'] as const,
    RATINGS,
    (key) => rated.filter((each) => each.latest?.rating === key).length,
  );
}

function counted<Key extends string>(
  keys: readonly Key[],
  words: Record<Key, Status>,
  of: (key: Key) => number,
) {
  return keys.map((key) => ({ ...words[key], count: of(key) })).filter((each) => each.count > 0);
}

/** Counts as text: "2 on target, 1 off target". */
export function countsText(counts: Counted[]): string {
  return counts.map(({ count, word }) => `${count} ${word.toLowerCase()}`).join(', ');
}

type Listed = Pick<Schema<'ActivityRead'>, 'ref' | 'title' | 'unit_id' | 'status'>;

interface ActivityFilters {
  q?: string | undefined;
  unit?: number | undefined;
  status?: string | undefined;
}

/** Whether an activity passes the filters; text is looked for in its ref and title, word by word. */
export function passes(activity: Listed, { q, unit, status }: ActivityFilters): boolean {
  const text = `${activity.ref} ${activity.title}`.toLowerCase();
  return (
    (!q ||
      q
        .toLowerCase()
        .split(/\s+/)
        .every((word) => text.includes(word))) &&
    (!unit || activity.unit_id === unit) &&
    (!status || activity.status === status)
  );
}

/** The ways back from an indicator: which of the activities shown it is linked to. */
export function activitiesOf(thread: Schema<'ThreadRead'>): Map<number, Schema<'ThreadActivity'>[]> {
  const found = new Map<number, Schema<'ThreadActivity'>[]>();
  for (const plan of thread.plans)
    for (const theme of plan.themes)
      for (const priority of theme.priorities)
        for (const activity of priority.activities)
          for (const id of activity.indicator_ids) found.set(id, [...(found.get(id) ?? []), activity]);
  return found;
}

/**
 * The activities of a plan as they are seen: looking back, with the status that the thread has of then, and without
 * hints, which are found in what stands now.
 */
export function activitiesSeen<Of extends Schema<'ActivityRead'>>(
  activities: Of[],
  thread: Schema<'ThreadRead'>,
  view: View,
): Of[] {
  if (!looksBack(view)) return activities;
  const seen = thread.plans.flatMap((plan) =>
    plan.themes.flatMap((theme) => theme.priorities.flatMap((priority) => priority.activities)),
  );
  const statuses = new Map(seen.map((each) => [each.id, each.status]));
  return activities.map((each) => ({ ...each, status: statuses.get(each.id) ?? null, hints: [] }));
}

/** A plan as it is seen: looking back, with what was judged then, and with nothing that could be done. */
export function planSeen(
  plan: Schema<'PlanTree'>,
  thread: Schema<'ThreadRead'>,
  view: View,
): Schema<'PlanTree'> {
  if (!looksBack(view)) return plan;
  const themes = plan.themes.map((theme) => ({
    ...theme,
    priorities: theme.priorities.map((priority) => ({
      ...priority,
      activities: activitiesSeen(priority.activities, thread, view),
    })),
  }));
  return { ...plan, themes, allowed_actions: [] };
}

/** Every indicator of a thread by its id. */
export function indicatorsOf(thread: Schema<'ThreadRead'>): Map<number, Schema<'ThreadIndicator'>> {
  const all = thread.plans.flatMap((plan) =>
    plan.themes.flatMap((theme) => theme.priorities.flatMap((priority) => priority.indicators)),
  );
  return new Map([...all, ...thread.linked_indicators].map((each) => [each.id, each]));
}

export const REVIEW_OUTCOMES: Record<string, string> = {
  continue: 'It goes on as it is',
  amend: 'It goes on, with changes',
  replace: 'Another plan takes its place',
};

export const FATES: Record<string, string> = {
  continued: 'Goes on',
  replaced: 'Followed by',
  dropped: 'Nothing follows',
  open: 'Not said',
};

/** The financial year that a day lies in, as its code: `2024-25`. */
export function yearOf(day: string): string {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0);
  return yearCode(year);
}

/** The financial year of the last quarter that has ended before a day: in spring that is the year before. */
export function reportedYear(day: string): string {
  const spring = day.slice(5) >= '04-01' && day.slice(5) < '07-01';
  return yearCode(Number(yearOf(day).slice(0, 4)) - (spring ? 1 : 0));
}

/** The code of the financial year that begins in this calendar year. */
export function yearCode(first: number): string {
  return `${first}-${String((first + 1) % 100).padStart(2, '0')}`;
}
