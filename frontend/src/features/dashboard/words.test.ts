import { describe, expect, test } from 'vitest';
import { glanced, summary } from './dashboard.fixtures';
import { changeWords, dashboardOf } from './figure-words';
import { groupingOf, leftOutWords } from './queries';
import { addCounts, againstWords, comparedWords, countOf, editionWords, statusesOf } from './words';

const before = {
  period: '2026-27-Q1',
  period_label: 'Quarter 1 2026/27 (April to June 2026)',
  summary: summary({ red: 3, amber: 1, green: 4, not_rated: 2, contextual: 5 }),
};

describe('counters', () => {
  const now = summary({ red: 1, amber: 3, green: 4, not_rated: 2, contextual: 5 });

  test.each([
    ['red', 1, 8, 'rated'],
    ['unrated', 2, 10, 'performance indicators'],
    ['contextual', 5, 15, 'figures'],
  ] as const)('count %s of what it could be', (key, count, of, denominator) => {
    expect(countOf(now, key)).toEqual({ count, of, denominator });
  });

  test.each([
    ['red', '2 fewer than in Q1 2026/27 (3 of 8)'],
    ['amber', '2 more than in Q1 2026/27 (1 of 8)'],
    ['green', 'same as in Q1 2026/27 (4 of 8)'],
  ] as const)('say of %s how it stood before', (key, words) => {
    expect(comparedWords(now, before, key)).toBe(words);
  });

  test('of several groups add up', () => {
    expect(addCounts([now, now])).toMatchObject({ total: 30, rated: 16, red: 2 });
  });
});

test.each([
  [undefined, []],
  ['amber,red', ['red', 'amber']],
  ['green,nonsense', ['green']],
])('the address %s filters by %j', (text, statuses) => {
  expect(statusesOf(text)).toEqual(statuses);
});

test.each([
  ['unit', 'unit'],
  ['nonsense', 'theme'],
  [undefined, 'theme'],
])('the address %s groups by %s', (by, grouping) => {
  expect(groupingOf(by)).toBe(grouping);
});

test.each([
  [{ value_before: 24.1, short_change: -3.8 }, '24.1 days in the period before, 3.8 days less now'],
  [{ value_before: 20.3, short_change: 0 }, '20.3 days in the period before, the same as now'],
  [
    { value_before: 20.3, short_change: null },
    '20.3 days in the period before, which this cannot be compared with',
  ],
  [{ value_before: null, short_change: null }, 'There is no earlier figure to compare with'],
])('a change of %j is against: %s', (given, words) => {
  expect(againstWords(glanced(given))).toBe(words);
});

describe('an edition', () => {
  const officers = { locks: false, body_name: 'Corporate Management Team', report_number: '' };
  const cabinet = { locks: true, body_name: 'Cabinet', report_number: 'ACE2605' };
  const issue = (given: object) =>
    ({ decided_on: null, issued_at: '2026-05-28T10:00:00Z', ...given }) as never;

  test('that members were given is told by them', () => {
    const edition = {
      number: 1,
      sealed_at: '2026-04-24T14:00:00Z',
      issues: [issue(officers), issue(cabinet)],
    };
    expect(editionWords({ ...edition, state: 'sealed' })).toBe(
      'ACE2605 · Cabinet, Corporate Management Team (edition 1)',
    );
  });

  test('that nobody was given is told by the day of its sealing', () => {
    const edition = { number: 2, sealed_at: '2026-04-24T14:00:00Z', issues: [] };
    expect(editionWords({ ...edition, state: 'superseded' })).toBe('Not issued yet (edition 2, superseded)');
  });
});

test('what an edition leaves out is told with its reason', () => {
  expect(leftOutWords('2;reason="Schedule 12A, paragraph 3"')).toEqual([
    '2 left out: Schedule 12A, paragraph 3',
  ]);
  expect(leftOutWords(null)).toEqual([]);
});

test.each([
  [10, '%', 0, '+10 percentage points'],
  [-1, '%', 0, '\u22121 percentage point'],
  [-3.8, 'days', 1, '\u22123.8 days'],
])('a change of %s %s with %s decimals reads %s', (change, unit_of_measure, decimals, words) => {
  expect(changeWords(change, { unit_of_measure, decimals })).toBe(words);
});

test.each([
  ['2026-27-Q2', '/dashboard?period=2026-27-Q2'],
  ['2026-27-M09', '/dashboard?period=2026-27-Q3'],
  ['2026-09', '/dashboard?period=2026-Q3'],
  ['2009-M10', '/dashboard?period=2009-Q4'],
  ['2026-27-H1', '/dashboard?period=2026-27-Q2'],
  ['2026-27', '/dashboard?period=2026-27-Q4'],
  ['2026-08-01_2026-08-15', '/dashboard'],
])('a figure of %s stands on %s', (code, address) => {
  expect(dashboardOf(code, undefined)).toBe(address);
  expect(dashboardOf(code, 12)).toBe('/dashboard?pack=12');
});
