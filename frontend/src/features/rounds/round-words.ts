import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import type { Step } from '@/ui/Steps';

type Round = Schema<'RoundRead'>;
type Stage = Pick<
  Schema<'RoundStageRead'>,
  'key' | 'name' | 'state' | 'due_on' | 'decided_at' | 'optional' | 'decisive'
>;

/** What to call a round: by the quarter it reports on, or the year it plans. */
export function roundName(round: Pick<Round, 'cycle' | 'period_label'>): string {
  const period = shortPeriod(round.period_label);
  return round.cycle === 'annual' ? `Targets for ${period}` : `Round of ${period}`;
}

/** What becomes, or became, of a round, in one sentence. */
export function roundSentence(round: Round): string {
  if (round.state === 'planned')
    return `Not opened yet. Submissions will be due on ${longDate(round.due_on)}.`;
  if (round.state === 'collecting')
    return `Services ${round.cycle === 'annual' ? 'propose indicators and targets' : 'send their figures'}. Submissions are due on ${longDate(round.due_on)}.`;
  if (round.state === 'reviewing')
    return round.cycle === 'annual'
      ? 'The proposals are sealed and are challenged.'
      : 'The report is sealed and under review.';
  if (round.state === 'closed') return `Closed${round.closed_at ? ` on ${longDate(round.closed_at)}` : ''}.`;
  const how = {
    skipped: 'This quarter has no report',
    deferred: 'This quarter is reported later',
    merged: 'This quarter is reported together with a later one',
  };
  const what = round.cancelled_as ? how[round.cancelled_as] : 'Cancelled';
  return round.cancelled_reason ? `${what}: ${round.cancelled_reason}` : `${what}.`;
}

/** The stages of a round as steps. */
export function stageSteps(stages: Stage[]): Step[] {
  return stages.map((stage) => ({
    key: stage.key,
    name: stage.decisive ? `${stage.name} (decides)` : stage.name,
    state: ({ decided: 'done', open: 'here', waiting: 'waiting', skipped: 'left_out' } as const)[stage.state],
    note: stageNote(stage),
  }));
}

function stageNote(stage: Stage): string {
  if (stage.decided_at) return longDate(stage.decided_at);
  if (stage.due_on && stage.state === 'open') return `due ${longDate(stage.due_on)}`;
  return stage.optional && stage.state === 'waiting' ? 'optional' : '';
}

type Row = Schema<'BoardRow'>;

/** Days late of a service as words; empty where it is done in time or is not due yet. */
export function lateOf(row: Row): string {
  if (row.days_late <= 0) return '';
  return `${things(row.days_late, 'day')} late`;
}

/** What is left to do in a submission: "2 to complete or correct, 1 warning to explain, 3 open queries". */
export function leftToDo(done: Schema<'BoardDone'>): string {
  return [
    done.errors ? `${done.errors} to complete or correct` : '',
    done.unexplained ? `${things(done.unexplained, 'warning')} to explain` : '',
    done.open_queries ? things(done.open_queries, 'open query', 'open queries') : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** The services of a filter that stands in the address: a state, `late`, `queries`, or nothing. */
export function filtered(rows: Row[], filter: string | undefined): Row[] {
  if (!filter) return rows;
  if (filter === 'late') return rows.filter((row) => row.days_late > 0);
  if (filter === 'queries') return rows.filter((row) => (row.done?.open_queries ?? 0) > 0);
  return rows.filter((row) => row.state === filter);
}

/** What can be decided on a round, as its button and its dialog say it; `annual`: of the round that plans a year. */
export const ROUND_ACTIONS: Record<
  string,
  { label: string; title: string; what: string; annual?: string; reason?: string; warning?: boolean }
> = {
  open: {
    label: 'Open the round',
    title: 'Open this round?',
    what: 'Every service is asked for what it owes and told by when. From then on services can enter it.',
    annual:
      'Every service is asked to propose its indicators and targets for the year, and told by when. What is proposed counts when the body has approved it.',
  },
  close: {
    label: 'Close the round',
    title: 'Close this round?',
    what: 'Nothing of this round changes any more. A figure that turns out to be wrong is put right by a restatement, a target changes by itself with a reason.',
    annual:
      'Nothing of this round changes any more. A target that has to change later is proposed by itself, with a reason.',
  },
  skip_stage: {
    label: 'Skip a stage',
    title: 'Skip a stage of this round?',
    what: 'The report goes to the next stage without a decision at this one. The reason stays with the round.',
    reason: 'Why this stage is skipped',
  },
  cancel: {
    label: 'Cancel the round',
    title: 'Cancel this round?',
    what: 'Services are no longer asked for anything in this round. A new one can be planned.',
    reason: 'Why the round is cancelled',
    warning: true,
  },
  skip: {
    label: 'Leave this quarter out',
    title: 'Leave this quarter out?',
    what: 'There will be no report of this quarter, and services are no longer asked for its figures.',
    reason: 'Why there is no report of this quarter',
    warning: true,
  },
  defer: {
    label: 'Put off to a later quarter',
    title: 'Put this quarter off to a later one?',
    what: 'This quarter gets no report of its own. The later round asks for its figures beside its own; what services typed already comes along.',
    reason: 'Why this quarter is put off',
    warning: true,
  },
  merge: {
    label: 'Merge with a later quarter',
    title: 'Merge this quarter with a later one?',
    what: 'One report tells both quarters. The later round asks for both; what services typed already comes along.',
    reason: 'Why the two quarters are reported together',
    warning: true,
  },
};

/** What can be decided on several submissions at once. */
export const BULK_ACTIONS = {
  remind: {
    label: 'Remind',
    title: 'Remind',
    what: 'Whoever enters and confirms for these services is reminded. Nothing else changes.',
    done: 'reminded',
  },
  extend: {
    label: 'Give more time',
    title: 'Give more time to',
    what: 'These services get a later day to submit by. The first day stays on record with the reason.',
    done: 'given more time',
  },
  return: {
    label: 'Return',
    title: 'Return',
    what: 'The submissions go back to their services with your reason. They change what you ask for and submit again.',
    done: 'returned',
  },
} as const;
export type BulkAction = keyof typeof BULK_ACTIONS;
