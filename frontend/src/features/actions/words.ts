import type { Schema } from '@/api/client';

type Action = Schema<'ActionRead'>;

const STATES: Record<Schema<'ActionState'>, string> = {
  open: 'Open',
  awaiting_closure: 'Reported done',
  completed: 'Completed',
  cancelled: 'Cancelled',
};

/** Where an action stands, in words. */
export const stateWords = (state: Schema<'ActionState'>) => STATES[state];

export const STATE_OPTIONS = Object.entries(STATES).map(([value, label]) => ({ value, label }));

const SOURCES: Record<string, string> = {
  approval: 'a decision on a report',
  meeting: 'a meeting',
  observation: 'a figure',
  indicator: 'an indicator',
  activity: 'an activity',
  restatement: 'a restatement',
  plan: 'a plan',
  audit: 'an internal audit',
};

/** What an action was raised from: "a figure", "an internal audit: Housing repairs 2025/26". */
export function sourceWords(action: Pick<Action, 'source_kind' | 'source_text'>): string {
  const kind = SOURCES[action.source_kind] ?? action.source_kind.replaceAll('_', ' ');
  return action.source_text ? `${kind}: ${action.source_text}` : kind;
}

const DECISIONS: Record<string, { button: string; title: string; says: string; comment: string | null }> = {
  report_done: {
    button: 'Report it done',
    title: 'Report this action done',
    says: 'Whoever raised it is asked to confirm. Until they do it stands as reported done.',
    comment: 'What came of it',
  },
  confirm_closure: {
    button: 'Confirm it is done',
    title: 'Confirm that this action is done',
    says: 'It is closed as completed, and the next report says so.',
    comment: null,
  },
  send_back: {
    button: 'Send it back',
    title: 'Send this action back',
    says: 'It is open again, and whom it asks reads your reason.',
    comment: 'What is still missing',
  },
  cancel: {
    button: 'Cancel it',
    title: 'Cancel this action',
    says: 'Nobody is asked for it any more. It stays on record with your reason.',
    comment: 'Why it is no longer needed',
  },
  reopen: {
    button: 'Open it again',
    title: 'Open this action again',
    says: 'It is open and can become overdue.',
    comment: 'Why it is opened again',
  },
};

/** What a decision on an action is called and says before it is taken. */
export function decisionWords(action: string) {
  return DECISIONS[action] ?? { button: action, title: action, says: '', comment: 'Why' };
}
