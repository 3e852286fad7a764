import { expect, test } from 'vitest';
import { saidWords, targetText, typedTarget } from './words';

const DAYS = { unit_of_measure: 'days', decimals: 1 };

test.each([
  ['24', { value: 24, text: '' }],
  ['1,847', { value: 1847, text: '' }],
  ['95.5%', { value: 95.5, text: '' }],
  ['40 to 60', { low: 40, high: 60, text: '' }],
  ['40–60', { low: 40, high: 60, text: '' }],
  ['Top quartile', { text: 'Top quartile' }],
  ['  ', null],
])('what is typed as %s is a target', (typed, target) => {
  expect(typedTarget(typed)).toEqual(target);
});

test.each([
  [{ value: 24, low: null, high: null, text: '' }, '24.0 days', '24'],
  [{ value: null, low: 2, high: 4, text: '' }, '2.0 days to 4.0 days', '2 to 4'],
  [{ value: null, low: null, high: null, text: 'Top quartile' }, 'Top quartile', 'Top quartile'],
  [null, 'None', ''],
])('a target reads as it was typed', (said, words, typed) => {
  expect(saidWords(said, DAYS)).toBe(words);
  expect(targetText(said)).toBe(typed);
});
