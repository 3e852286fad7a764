import type { Schema } from '@/api/client';

type Item = Pick<
  Schema<'HomeItem'>,
  'kind' | 'id' | 'submission_id' | 'round_id' | 'edition_id' | 'indicator_id'
>;

/** The address of the page where an item is dealt with. */
export function placeOf(item: Item, group: Schema<'Waits'>): string {
  switch (group) {
    case 'comments':
      // Whoever answers for a service may not see the edition itself until it is issued.
      return `/documents/${item.edition_id}/comments`;
    case 'reviews':
    case 'comment_answers':
      return `/documents/${item.edition_id}/review`;
    case 'decisions':
    case 'issues':
    case 'papers':
      return `/documents/${item.edition_id}`;
    case 'restatements':
      return `/restatements/${item.id}`;
    case 'targets':
      return `/indicators/${item.indicator_id}/targets`;
    case 'actions':
    case 'closures':
      return `/actions/${item.id}`;
    case 'plan_reviews':
      return `/plans/${item.id}`;
    case 'quality_reviews':
      return `/indicators/${item.indicator_id}/data-quality`;
    case 'rounds':
      return item.edition_id ? `/documents/${item.edition_id}` : `/rounds/${item.round_id}`;
    case 'late':
      return item.submission_id ? `/submissions/${item.submission_id}` : `/rounds/${item.round_id}`;
    case 'returned':
    case 'queries':
    case 'submissions':
    case 'confirmations':
    case 'off_system':
    case 'answers':
      return `/submissions/${item.submission_id}`;
  }
}

const ASKS: Record<Schema<'Next'>, string> = {
  enter: 'Enter',
  answer: 'Answer',
  confirm: 'Confirm or return',
  confirm_off_system: 'Confirm',
  review: 'Review',
  assess: 'Assess',
  prepare: 'Be ready for it',
  record: 'Record the decision',
  issue: 'Issue',
  decide: 'Decide',
  report_done: 'Do',
  confirm_closure: 'Close or reopen',
  remind: 'Remind',
  open: 'Open the round',
  chase: 'Chase',
  check: 'Check',
  seal: 'Seal the report',
  await: 'Await the decision',
  close: 'Close the round',
  read: 'Read',
};

/** What is to be done, in a word or two. */
export function askWords(next: Schema<'Next'>): string {
  return ASKS[next];
}
