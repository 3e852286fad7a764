import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';

type Named = { code: string; name: string };

/** "Edition 2 for Q1 2026/27". */
export function editionName(
  edition: Pick<Schema<'EditionRead'>, 'number' | 'period_label'> &
    Partial<Pick<Schema<'EditionRead'>, 'cycle'>>,
): string {
  const what = edition.cycle === 'annual' ? 'of the targets for' : 'for';
  return `Edition ${edition.number} ${what} ${shortPeriod(edition.period_label)}`;
}

/** How much of what was decided on has changed since; empty where there was no decision or no change. */
export function changedWords(changed: number | null): string {
  return changed ? `${things(changed, 'figure')} changed since` : '';
}

/** What an edition waits for: a body's decision, or the portfolio holders' who have not decided. */
export function awaitedWords(awaited: Schema<'AwaitedDecision'>, portfolios: Named[]): string {
  const name = awaited.portfolio
    ? `${awaited.name}: ${portfolios.find((each) => each.code === awaited.portfolio)?.name ?? awaited.portfolio}`
    : awaited.name;
  return awaited.needs_issue ? `${name} (papers not issued yet)` : name;
}

/** Where an edition stands, in a word. One whose round collects again was returned by somebody. */
export function editionState(
  edition: Pick<Schema<'EditionRead'>, 'state' | 'awaiting' | 'changed_since_decided'>,
  roundState: string | undefined,
): string {
  if (edition.state === 'superseded') return 'replaced';
  if (edition.awaiting.length > 0) return 'under review';
  if (roundState === 'collecting') return 'returned';
  return edition.changed_since_decided === null ? 'sealed' : 'decided';
}

/** Where an edition goes next, in a sentence. */
export function standing(edition: Schema<'EditionRead'>, roundState: string): string {
  if (edition.state === 'superseded') return 'A later edition has taken the place of this one.';
  if (edition.awaiting.length > 0) return '';
  if (roundState === 'collecting')
    return 'It was returned: services change their figures, and a further edition is sealed then.';
  if (roundState === 'closed') return 'Every stage has decided, and the round is closed.';
  return 'It waits for nobody.';
}

/** An issue's outcome in words: "Approved 12 May 2026". */
export function outcomeWords(issue: Pick<Schema<'IssueRead'>, 'outcome' | 'decided_on'>): string {
  if (!issue.outcome) return 'Not decided yet';
  const word = { approved: 'Approved', noted: 'Noted', returned: 'Returned' }[issue.outcome];
  return issue.decided_on ? `${word} ${longDate(issue.decided_on)}` : word;
}

/** Weekdays that lie wholly between two days. Bank holidays are not left out, so there are at most as many clear days. */
export function weekdaysBetween(from: string, to: string): number {
  let count = 0;
  const end = Date.parse(to);
  for (let day = Date.parse(from) + 86_400_000; day < end; day += 86_400_000) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) count += 1;
  }
  return count;
}

/** Whether papers issued today are late for a public meeting whatever the bank holidays: the service has the last word. */
export function surelyLate(
  meeting: Pick<Schema<'MeetingRead'>, 'held_on' | 'public'> | undefined,
  day: string,
  clearDays: number,
): boolean {
  return meeting?.public === true && weekdaysBetween(day, meeting.held_on) < clearDays;
}

/** A meeting by its day, and its title where that says more. */
export function meetingWords(meeting: Pick<Schema<'MeetingRead'>, 'held_on' | 'title'>): string {
  const day = longDate(meeting.held_on);
  if (!meeting.title) return day;
  return meeting.title.includes(day) ? meeting.title : `${day}, ${meeting.title}`;
}
