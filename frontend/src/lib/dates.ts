// Days and moments in words. Days have no time zone; moments are shown in London's time.

const LONG = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const SHORT = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const MOMENT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'Europe/London',
});

/** "2026-11-20" as "20 November 2026". */
export function longDate(day: string): string {
  return LONG.format(new Date(day.slice(0, 10)));
}

/** "2026-11-20" as "20 Nov". */
export function shortDate(day: string): string {
  return SHORT.format(new Date(day.slice(0, 10)));
}

/** A due date of month or day precision, as it was set: "November 2026" or "20 November 2026". */
export function dueDate(day: string, precision?: string): string {
  return precision === 'month' ? MONTH.format(new Date(day)) : longDate(day);
}

/** A moment of the API (UTC) in London's time: "26 November 2026 at 16:40". */
export function moment(at: string): string {
  return MOMENT.format(new Date(at)).replace(', ', ' at ');
}

/** Days until a date in words: "6 days late", "today", "in 3 days". `late` is the number of days past it. */
export function lateWords(late: number): string {
  if (late === 0) return 'due today';
  const days = Math.abs(late) === 1 ? '1 day' : `${Math.abs(late)} days`;
  return late > 0 ? `${days} late` : `in ${days}`;
}

/** Today in London as "2026-11-30", for what a date field begins with. */
export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London' }).format(new Date());
}

/** Whether a text is a moment at all: addresses are typed, too. */
export function isMoment(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

/** The last second of a day in London, as the API takes a moment: "2026-07-01" → "2026-07-01T22:59:59Z". */
export function endOfDay(day: string): string {
  const summer = new Date(`${day}T22:59:59Z`);
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    hour12: false,
    timeZone: 'Europe/London',
  });
  return clock.format(summer) === '23' ? `${day}T22:59:59Z` : `${day}T23:59:59Z`;
}

/** The day before: "2026-03-01" → "2026-02-28". */
export function dayBefore(day: string): string {
  const date = new Date(day.slice(0, 10));
  date.setUTCDate(date.getUTCDate() - 1);
  return date.toISOString().slice(0, 10);
}
