import type { Schema } from '@/api/client';

type Submission = Schema<'SubmissionRead'>;

interface Words {
  label: string;
  title: string;
  /** What will happen, and who will see it. */
  what: (submission: Submission) => string;
  /** The question that a comment answers; without one there is no comment. */
  comment?: { label: string; hint: string };
  /** The button that is offered first. */
  first?: boolean;
}

/** What can be decided on a submission, in words; what is not here is done elsewhere on the page. */
export const DECISIONS: Record<string, Words> = {
  confirm: {
    label: 'Confirm',
    title: 'Confirm this submission',
    what: ({ unit, cycle }) =>
      cycle === 'annual'
        ? `Its proposals go forward as those of ${unit.name}, and count when the body has approved them. You stand for them.`
        : `Its figures go on record as those of ${unit.name}, and from there into the report. You stand for them.`,
    first: true,
  },
  return: {
    label: 'Return',
    title: 'Return this submission',
    what: ({ unit }) =>
      `${unit.name} can change it again, and sees your reason at the top of its page. Nothing that was typed is lost.`,
    comment: {
      label: 'What has to be changed, by whom and by when',
      hint: 'Name the figure, as in “CSR8: the last week is missing. Revenues to add it by Friday.”',
    },
  },
  confirm_off_system: {
    label: 'Confirm off the system',
    title: 'Record a confirmation off the system',
    what: ({ unit }) =>
      `For ${unit.name} nobody else can confirm here. A post of the service or above it confirms by letter or e-mail; that is kept as evidence, and auditors see it.`,
    comment: { label: 'How it was confirmed', hint: 'For example “By e-mail, after a call about ASC2”.' },
  },
  extend: {
    label: 'Give more time',
    title: 'Give more time',
    what: ({ unit }) => `${unit.name} is told the new day. It is late from then on, not before.`,
    comment: { label: 'Why', hint: 'It is kept with the submission.' },
  },
  remind: {
    label: 'Remind',
    title: 'Remind the service',
    what: ({ unit }) => `Those who enter for ${unit.name} are reminded by e-mail with their next digest.`,
  },
  reopen: {
    label: 'Reopen',
    title: 'Reopen this submission',
    what: ({ unit }) =>
      `${unit.name} can change it again and has to submit and confirm it anew. What was confirmed stays on record.`,
    comment: {
      label: 'What has to be changed, and why',
      hint: 'The service sees it at the top of its page.',
    },
  },
};
