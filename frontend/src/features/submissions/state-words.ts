import type { Schema } from '@/api/client';
import { longDate, moment } from '@/lib/dates';
import { things } from '@/lib/format';

type Submission = Schema<'SubmissionRead'>;

/** When it is due, and how late it is: "due 20 November 2026, 10 days late". */
export function dueWords({ due_on, days_late, extended_from, state }: Submission): string {
  const late =
    days_late > 0
      ? `, ${state === 'confirmed' || state === 'submitted' ? 'came ' : ''}${things(days_late, 'day')} late`
      : '';
  const before = extended_from ? ` (extended from ${longDate(extended_from)})` : '';
  return `due ${longDate(due_on)}${before}${late}`;
}

/** Where it stands, in a sentence or two. */
export function stateWords(submission: Submission, knownAs: (personId: number | null) => string): string {
  const { state, submitted_at, confirmed_at, unit } = submission;
  const by = submission.submitted_by === null ? '' : ` by ${knownAs(submission.submitted_by)}`;
  const when = submitted_at ? `${by} on ${moment(submitted_at)}` : '';
  const behalf = submission.submitted_on_behalf ? ', on behalf of the service' : '';
  const reminded = submission.reminded_at ? ` Reminded on ${moment(submission.reminded_at)}.` : '';
  const annual = submission.cycle === 'annual';
  switch (state) {
    case 'requested':
      return annual
        ? `Nothing has been proposed yet. ${unit.name} proposes indicators and targets and submits them.${reminded}`
        : `Nothing has been entered yet. ${unit.name} enters its figures and submits them.${reminded}`;
    case 'draft':
      return `${unit.name} is ${annual ? 'writing its proposals' : 'entering its figures'}. They are not submitted yet.${reminded}`;
    case 'submitted':
      return `Submitted${when}${behalf}. ${submission.allowed_actions.includes('confirm') ? 'It waits for you to confirm or return it.' : `The manager of ${unit.name} confirms it next.`}`;
    case 'returned':
      return `Returned to ${unit.name}, which changes it and submits it again.${reminded}`;
    default:
      return `Confirmed${submission.confirmed_by === null ? '' : ` by ${knownAs(submission.confirmed_by)}`}${confirmed_at ? ` on ${moment(confirmed_at)}` : ''}${submission.confirmed_off_system ? ' off the system' : ''}. ${annual ? 'Its proposals go forward; they count when the body has approved them.' : 'Its figures are on record.'}`;
  }
}

/** How complete it is, in words; null where it is not for this person to see. */
export function completenessWords({ completeness }: Submission): string | null {
  if (!completeness) return null;
  const { entries, entered, commentary_asked, commentary_given, unexplained, open_queries } = completeness;
  const parts = [entered === entries ? `All ${entries} entered` : `${entered} of ${entries} entered`];
  if (commentary_given < commentary_asked)
    parts.push(`${things(commentary_asked - commentary_given, 'commentary', 'commentaries')} missing`);
  if (unexplained > 0) parts.push(`${things(unexplained, 'warning')} to explain`);
  if (open_queries > 0) parts.push(`${things(open_queries, 'query', 'queries')} to answer`);
  return parts.join(' · ');
}

/** What this person does next with it, by what the service lets them do. */
export function nextStep(submission: Submission, ownProvider: boolean): string {
  const { state, allowed_actions: may, completeness, editable } = submission;
  const annual = submission.cycle === 'annual';
  const left = completeness ? completeness.entries - completeness.entered : 0;
  if (editable && ownProvider) {
    if (state === 'returned') return 'Read why it came back, change it and submit it again';
    if (state === 'requested') return annual ? 'Propose the year’s targets' : 'Enter the figures';
    const verb = annual ? 'Propose' : 'Enter';
    if (left > 0) return left === 1 ? `${verb} the one still missing` : `${verb} the ${left} still missing`;
    if (completeness && completeness.errors + completeness.unexplained > 0)
      return 'Mend what the checks found, then submit';
    return 'Submit it';
  }
  if (may.includes('confirm')) return 'Read it, then confirm or return it';
  if (may.includes('confirm_off_system')) return 'Waits for the service manager to confirm';
  if (may.includes('remind'))
    return submission.overdue ? 'Overdue: remind the service' : 'Waits for the service';
  if (state === 'submitted') return 'Waits for the service manager to confirm';
  if (state === 'confirmed') return annual ? 'Nothing: it goes forward' : 'Nothing: it is on record';
  return 'Waits for the service';
}
