import { describe, expect, test } from 'vitest';
import { breakdownWords, matches, ruleSentences } from './words';

const rent = {
  ref: 'CHS1',
  name: 'Rent collected as a % of rent owed',
  unit_id: 7,
  kind: 'performance' as const,
  portfolio_ids: [3],
  priority_ids: [4, 5],
  valid_from: null,
  valid_to: '2026-03-31',
};

describe('the list shows what passes every filter', () => {
  test.each([
    [{ q: 'rent owed' }, '2026-01-01', true],
    [{ q: 'chs1' }, '2026-01-01', true],
    [{ q: 'repairs' }, '2026-01-01', false],
    [{ unit: 7, portfolio: 3, kind: 'performance' }, '2026-01-01', true],
    [{ unit: 8 }, '2026-01-01', false],
    [{ priorities: new Set([5]) }, '2026-01-01', true],
    [{ priorities: new Set<number>() }, '2026-01-01', false],
    [{}, '2026-03-31', true],
    [{}, '2026-04-01', false],
    [{ active: 'ended' }, '2026-04-01', true],
    [{ active: 'all' }, '2026-04-01', true],
  ])('%o on %s: %s', (filters, day, shown) => {
    expect(matches(rent, filters, day)).toBe(shown);
  });
});

test.each([
  ['relative', { green_within: 0, amber_within: 10 }, '%', 'On target where the target is met.'],
  [
    'relative',
    { green_within: 5, amber_within: 10 },
    '%',
    'On target where the target is met, or missed by 5% of it at most.',
  ],
  [
    'points',
    { green_within: 1, amber_within: 2.5 },
    '%',
    'On target where the target is met, or missed by 1 percentage point at most.',
  ],
  [
    'points',
    { green_within: 2, amber_within: 4 },
    'days',
    'On target where the target is met, or missed by 2 days at most.',
  ],
  ['thresholds', { green: 90, amber: 80 }, '%', 'On target at 90% or more, whatever the target.'],
  ['range', { low: 10, high: 20, amber_within: 5 }, 'days', 'On target within 10 days to 20 days.'],
  ['range', { amber_within: 5 }, 'days', "On target within the range of the period's target."],
  ['contextual', {}, '%', 'Never rated.'],
] as const)('a %s rule reads as sentences', (kind, parameters, unit_of_measure, first) => {
  const measured = { unit_of_measure, decimals: 1, polarity: 'higher' as const };
  expect(ruleSentences({ kind, parameters }, measured)[0]).toBe(first);
});

test('a breakdown is told in words', () => {
  expect(breakdownWords('all')).toBe('Whole');
  expect(breakdownWords('ward:Northfield')).toBe('Ward: Northfield');
});
