import type { Entry } from './typed';

const OFF_COURSE = ['in_question', 'unable'];

/** Whether a reviewer looks at an entry first: off or near target, warned of, without a figure, provisional or asked about. */
export function isException(entry: Entry, asked: boolean): boolean {
  if (asked || entry.findings.length > 0) return true;
  if (entry.activity) return OFF_COURSE.includes(entry.status ?? '');
  const rating = entry.rating?.rating;
  return rating === 'red' || rating === 'amber' || entry.provisional || entry.value_state !== 'value';
}
