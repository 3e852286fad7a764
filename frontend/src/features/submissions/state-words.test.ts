import { describe, expect, it } from 'vitest';
import { submission } from './fixtures';
import { completenessWords, dueWords, nextStep, stateWords } from './state-words';

const COMPLETE = submission().completeness as NonNullable<ReturnType<typeof submission>['completeness']>;

describe('what to do next', () => {
  it.each([
    ['Enter the 3 still missing', {}, true],
    ['Enter the figures', { state: 'requested' as const }, true],
    ['Read why it came back, change it and submit it again', { state: 'returned' as const }, true],
    ['Mend what the checks found, then submit', { completeness: { ...COMPLETE, entered: 3 } }, true],
    ['Submit it', { completeness: { ...COMPLETE, entered: 3, errors: 0 } }, true],
    [
      'Read it, then confirm or return it',
      { state: 'submitted' as const, editable: false, allowed_actions: ['return', 'confirm'] },
      false,
    ],
    ['Waits for the service manager to confirm', { state: 'submitted' as const, editable: false }, true],
    ['Overdue: remind the service', { overdue: true, allowed_actions: ['remind'] }, false],
    ['Propose the year’s targets', { cycle: 'annual' as const, state: 'requested' as const }, true],
    ['Propose the 3 still missing', { cycle: 'annual' as const }, true],
    ['Nothing: it is on record', { state: 'confirmed' as const, editable: false }, true],
  ])('%s', (words, over, own) => expect(nextStep(submission(over), own)).toBe(words));
});

describe('where a submission stands', () => {
  it('is told with how late it is and how complete', () => {
    expect(dueWords(submission({ days_late: 6, state: 'submitted' }))).toBe(
      'due 16 October 2026, came 6 days late',
    );
    expect(dueWords(submission({ days_late: 1, extended_from: '2026-10-09' }))).toBe(
      'due 16 October 2026 (extended from 9 October 2026), 1 day late',
    );
    expect(completenessWords(submission({ completeness: { ...COMPLETE, entered: 2, unexplained: 1 } }))).toBe(
      '2 of 3 entered · 1 warning to explain',
    );
    expect(completenessWords(submission({ completeness: null }))).toBeNull();
  });
  it('says of an annual round that services propose, and that nothing counts yet', () => {
    const draft = submission({ cycle: 'annual', state: 'draft' });
    expect(stateWords(draft, () => '')).toMatch(/is writing its proposals. They are not submitted yet/);
    expect(stateWords({ ...draft, state: 'confirmed' }, () => '')).toMatch(
      /count when the body has approved them/,
    );
  });
  it('names who submitted and confirmed', () => {
    const confirmed = submission({
      state: 'confirmed',
      confirmed_by: 5,
      confirmed_at: '2026-10-20T09:00:00Z',
    });
    expect(stateWords(confirmed, () => 'Head of Housing')).toBe(
      'Confirmed by Head of Housing on 20 October 2026 at 10:00. Its figures are on record.',
    );
  });
});
