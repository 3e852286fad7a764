import { describe, expect, it } from 'vitest';
import { csvOf } from './csv';
import { dueDate, lateWords, longDate, moment } from './dates';
import { figureWords, numberWords, roundHalfUp, targetWords } from './format';

describe('a number as printed', () => {
  it.each([
    [2.675, 'number', 2, '2.68'],
    [1.005, 'number', 2, '1.01'],
    [73390, 'number', 0, '73,390'],
    [-0.04, '%', 1, '0.0%'],
    [-1.25, '%', 1, '\u22121.3%'],
    [102.44, '%', 2, '102.44%'],
    [1112.44, '£', 2, '£1,112.44'],
    [12.3, '£m', 1, '£12.3m'],
    [280, 'seconds', 0, '4m 40s'],
    [3725, 'seconds', 0, '1h 2m 5s'],
    [1, 'days', 0, '1 day'],
    [1, 'days', 1, '1.0 days'],
    [1e21, 'number', 0, '1,000,000,000,000,000,000,000'],
    [0.0000001, 'number', 2, '0.00'],
  ])('%s %s with %s decimals reads %s', (value, unit, decimals, words) => {
    expect(numberWords(value, unit, decimals)).toBe(words);
  });

  it('rounds halves away from zero, as it was typed', () => {
    expect(roundHalfUp(-2.5, 0)).toBe('3');
  });
});

describe('what stands in a cell', () => {
  const figure = { value: null, value_state: 'awaited', unit_of_measure: '%', decimals: 1 };
  it('is the words of a state where there is no number', () => {
    expect(figureWords(figure)).toBe('Awaited');
    expect(figureWords({ ...figure, value: 95, value_state: 'reported' })).toBe('95.0%');
  });

  it('says a target as a number, a range, words, or that none is set', () => {
    const none = {
      target: null,
      target_low: null,
      target_high: null,
      target_text: '',
      unit_of_measure: '%',
      decimals: 0,
    };
    expect(targetWords(none)).toBe('None set');
    expect(targetWords({ ...none, target: 95 })).toBe('95%');
    expect(targetWords({ ...none, target_low: 40, target_high: 60 })).toBe('40% to 60%');
    expect(targetWords({ ...none, target_text: 'Top quartile' })).toBe('Top quartile');
  });
});

describe('days', () => {
  it('are written as committee papers write them', () => {
    expect(longDate('2026-09-04')).toBe('4 September 2026');
    expect(dueDate('2026-09-01', 'month')).toBe('September 2026');
    expect(moment('2026-07-01T08:05:00Z')).toBe('1 July 2026 at 09:05');
    expect([lateWords(6), lateWords(1), lateWords(0), lateWords(-3)]).toEqual([
      '6 days late',
      '1 day late',
      'due today',
      'in 3 days',
    ]);
  });
});

describe('a downloaded table', () => {
  it('quotes what it must and lets no spreadsheet run what somebody typed', () => {
    expect(
      csvOf([
        ['Name', 'Value'],
        ['=HYPERLINK("x")', -3.5],
        ['a, b', null],
      ]),
    ).toBe('\ufeffName,Value\r\n"\'=HYPERLINK(""x"")",-3.5\r\n"a, b",\r\n');
  });
});
