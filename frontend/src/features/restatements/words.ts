import type { Schema } from '@/api/client';

const STATES: Record<Schema<'RestatementState'>, string> = {
  proposed: 'Waits for a decision',
  accepted: 'Accepted',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};

export const stateWords = (state: Schema<'RestatementState'>) => STATES[state];

export const STATE_OPTIONS = Object.entries(STATES).map(([value, label]) => ({ value, label }));

const DECISIONS: Record<string, { button: string; title: string; says: string; comment: string | null }> = {
  accept: {
    button: 'Accept it',
    title: 'Accept this restatement',
    says: 'The figure on record changes at once. Editions that bodies have seen keep the old figure and say that it changed since; the next report lists the correction with its reason.',
    comment: null,
  },
  decline: {
    button: 'Decline it',
    title: 'Decline this restatement',
    says: 'The figure on record stays. Whoever proposed it reads your reason.',
    comment: 'Why',
  },
  withdraw: {
    button: 'Withdraw it',
    title: 'Withdraw this restatement',
    says: 'The figure on record stays, and nobody has to decide on this any more.',
    comment: null,
  },
};

/** What a decision on a restatement is called and says before it is taken. */
export function decisionWords(action: string) {
  return DECISIONS[action] ?? { button: action, title: action, says: '', comment: null };
}
