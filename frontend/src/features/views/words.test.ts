import { describe, expect, test } from 'vitest';
import { endOfDay } from '@/lib/dates';
import { type Edition, editionChoice, viewWords } from './words';

const CMT = { locks: false, body_name: 'Corporate Management Team', report_number: '' };
const CABINET = { locks: true, body_name: 'Cabinet', report_number: 'ACE2605' };
const SCRUTINY = { locks: true, body_name: 'Scrutiny', report_number: 'SC1', decided_on: '2026-06-18' };

function edition(...issues: object[]): Edition {
  return {
    id: 5,
    number: 2,
    period_code: '2025-26-Q4',
    period_label: 'Quarter 4, 2025/26',
    sealed_at: '2026-04-24T14:00:00Z',
    state: 'superseded',
    changed_since_decided: null,
    issues: issues.map((each) => ({ decided_on: null, issued_at: '2026-05-28T10:00:00Z', ...each })) as never,
  };
}

describe('from where is seen', () => {
  test.each([
    ['nothing given', {}, undefined, 'As it stands now'],
    ['a moment', { as_of: '2026-07-01T22:59:59Z' }, undefined, 'As it stood on 1 July 2026 at 23:59'],
    ['no moment at all', { as_of: 'last week' }, undefined, 'As it stood at a moment past'],
    ['an edition not read yet', { pack: 5 }, undefined, 'As it stands in an edition of the report'],
    ['one that nobody was given', { pack: 5 }, edition(), 'As it was sealed on 24 April 2026'],
    ['one of members', { pack: 5 }, edition(CMT, CABINET), 'As Cabinet saw it on 28 May 2026'],
    [
      'of two bodies',
      { pack: 5 },
      edition(CABINET, SCRUTINY),
      'Cabinet saw it on 28 May 2026, Scrutiny on 18 June',
    ],
    ['of officers alone', { pack: 5 }, edition(CMT), 'As Corporate Management Team saw it on 28 May 2026'],
  ])('%s', (_, view, of, words) => {
    expect(viewWords(view, of)).toContain(words);
  });

  test('an edition says which of its quarter it is', () => {
    expect(viewWords({ pack: 5 }, edition(CABINET))).toMatch(/\(edition 2 of .+\)$/);
    expect(editionChoice(edition(CMT, CABINET))).toMatch(
      /ACE2605 · Cabinet, Corporate Management Team \(edition 2, superseded\)$/,
    );
  });
});

test.each([
  ['2026-07-01', '2026-07-01T22:59:59Z'],
  ['2026-12-01', '2026-12-01T23:59:59Z'],
  // The clocks go forward and back in the night before.
  ['2026-03-29', '2026-03-29T22:59:59Z'],
  ['2026-10-25', '2026-10-25T23:59:59Z'],
])('the end of %s in London', (day, at) => {
  expect(endOfDay(day)).toBe(at);
});
