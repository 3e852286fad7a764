import { describe, expect, it } from 'vitest';
import { type RatedBy, type RatingRule, rate } from './rating';
import { valueOfRatio } from './ratio';

function rule(kind: string, parameters: Record<string, number | null> = {}, more: Partial<RatingRule> = {}) {
  return { kind, parameters, last_year: null, year_target: null, ...more };
}

function target(value: number | null, low: number | null = null, high: number | null = null, text = '') {
  return { value, low, high, text };
}

const WITHIN_TEN = rule('relative', { green_within: 0, amber_within: 10 });
const HIGHER: RatedBy = {
  rule: WITHIN_TEN,
  polarity: 'higher',
  decimals: 1,
  target: target(95),
  forecast: null,
};
const LOWER: RatedBy = { ...HIGHER, polarity: 'lower', target: target(26) };
const RANGE: RatedBy = {
  ...HIGHER,
  polarity: 'range',
  rule: rule('range', { low: 10, high: 20, amber_within: 2 }),
};

// The same cases as the service's own tables (tests/measures/test_rating.py).
const CASES: [name: string, value: number | null, by: RatedBy, rating: string, reason: string | null][] = [
  ['95.0% against 95%', 95, HIGHER, 'green', null],
  ['94.95 reads 95.0', 94.95, HIGHER, 'green', null],
  ['94.94 reads 94.9', 94.94, HIGHER, 'amber', null],
  ['just 10% short is within 10%', 85.5, HIGHER, 'amber', null],
  ['more than 10% short', 85.4, HIGHER, 'red', null],
  ['fewer days than allowed', 25.9, LOWER, 'green', null],
  ['0.1 over 26 days', 26.1, LOWER, 'amber', null],
  ['10% over 26 days', 28.6, LOWER, 'amber', null],
  ['more than 10% over', 28.7, LOWER, 'red', null],
  ['a target of zero tells no share', 3, { ...LOWER, target: target(0) }, 'unrated', 'zero_target'],
  [
    'a negative target has tolerances',
    -3.5,
    { ...HIGHER, decimals: 2, target: target(-3.24) },
    'amber',
    null,
  ],
  ['points', 93, { ...HIGHER, rule: rule('points', { green_within: 0, amber_within: 2 }) }, 'amber', null],
  [
    'points, 0.3 of 0.3',
    94.7,
    { ...HIGHER, rule: rule('points', { green_within: 0.3, amber_within: 1 }) },
    'green',
    null,
  ],
  [
    'thresholds, green',
    90,
    { ...HIGHER, rule: rule('thresholds', { green: 90, amber: 80 }), target: null },
    'green',
    null,
  ],
  [
    'thresholds, amber',
    80,
    { ...HIGHER, rule: rule('thresholds', { green: 90, amber: 80 }), target: null },
    'amber',
    null,
  ],
  ['thresholds, lower', 91, { ...LOWER, rule: rule('thresholds', { green: 90, amber: 95 }) }, 'amber', null],
  ['within its range', 20, RANGE, 'green', null],
  ['a little outside', 22, RANGE, 'amber', null],
  ['far outside', 7.9, RANGE, 'red', null],
  [
    'the range of the target',
    21,
    { ...RANGE, rule: rule('range', { amber_within: 2 }), target: target(null, 10, 20) },
    'amber',
    null,
  ],
  [
    'points of a range',
    9,
    { ...RANGE, rule: rule('points', { green_within: 0, amber_within: 1 }), target: target(null, 10, 20) },
    'amber',
    null,
  ],
  ['better than last year', 90, { ...HIGHER, rule: rule('last_year', {}, { last_year: 89 }) }, 'amber', null],
  ['as last year', 90, { ...HIGHER, rule: rule('last_year', {}, { last_year: 90 }) }, 'red', null],
  ['nothing last year', 90, { ...HIGHER, rule: rule('last_year') }, 'red', null],
  [
    'forecast to recover',
    90,
    { ...HIGHER, forecast: 96, rule: rule('forecast', {}, { year_target: target(96) }) },
    'amber',
    null,
  ],
  [
    'not forecast to',
    90,
    { ...HIGHER, forecast: 95.9, rule: rule('forecast', {}, { year_target: target(96) }) },
    'red',
    null,
  ],
  ['contextual', 90, { ...HIGHER, rule: rule('contextual') }, 'unrated', 'contextual'],
  ['nothing to rate', null, HIGHER, 'unrated', 'no_value'],
  ['no rule', 90, { ...HIGHER, rule: null }, 'unrated', 'no_rule'],
  ['no polarity', 90, { ...HIGHER, polarity: 'none' }, 'unrated', 'no_polarity'],
  [
    'thresholds of a range',
    90,
    { ...HIGHER, polarity: 'range', rule: rule('thresholds', { green: 1, amber: 0 }) },
    'unrated',
    'rule_mismatch',
  ],
  ['no target', 90, { ...HIGHER, target: null }, 'unrated', 'no_target'],
  [
    'a target in words',
    90,
    { ...HIGHER, target: target(null, null, null, 'Top quartile') },
    'unrated',
    'textual_target',
  ],
];

describe('a rating while it is typed is the one that the service will give', () => {
  it.each(CASES)('%s', (_, value, by, rating, reason) => {
    expect(rate(value, by)).toEqual({ rating, reason });
  });
});

describe('a numerator and a denominator', () => {
  it.each([
    [7, 25, '%', 28],
    [83, 122, '%', 68.0327868852459],
    [5, 2000, 'per 1,000 people', 2.5],
    [300, 4, 'days', 75],
    [1, 0, '%', null],
    [0, 5, '%', 0],
  ])('%d of %d in %s', (numerator, denominator, unit, value) => {
    expect(valueOfRatio(numerator, denominator, unit)).toBe(value);
  });
});
