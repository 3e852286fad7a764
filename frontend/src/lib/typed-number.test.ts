import { describe, expect, it } from 'vitest';
import { numberText, typedNumber } from './typed-number';

const NUMBERS: [text: string, unit: string, value: number][] = [
  ['94.2', '%', 94.2],
  ['45%', '%', 45],
  [' 45 % ', 'per cent', 45],
  ['1,200', 'number', 1200],
  ['14,195', '', 14195],
  ['1 200 000', 'number', 1200000],
  ['£3.5', '£', 3.5],
  ['£1,112.44', '£', 1112.44],
  ['£45k', '£k', 45],
  ['£3.5m', '£m', 3.5],
  ['-3.24%', '%', -3.24],
  ['\u22123.24', '%', -3.24],
  ['(1,200)', '£', -1200],
  ['-0', 'number', 0],
  ['.5', 'days', 0.5],
  ['5.', 'days', 5],
  ['42 days', 'days', 42],
  ['1 day', 'days', 1],
  ['42days', 'days', 42],
  ['209.03kg', 'kg', 209.03],
  ['4m 40s', 'seconds', 280],
  ['4:40', 'seconds', 280],
  ['1h 2m 3s', 'seconds', 3723],
  ['1:02:03', 'secs', 3723],
  ['312', 'seconds', 312],
  ['40s', 'seconds', 40],
  ['5 min', 'seconds', 300],
  ['102.44\u00a0%', '%', 102.44],
];

const FAULTS: [text: string, unit: string, says: RegExp][] = [
  ['n/a', '%', /choose why/],
  ['TBC', 'number', /choose why/],
  ['below 10', 'number', /choose why/],
  ['1,20', 'number', /commas/],
  ['12,5000', 'number', /commas/],
  ['1,2a', 'number', /choose why/],
  ['45%', 'days', /in days/],
  ['£5', '%', /as a percentage/],
  ['45%', 'number', /plain number/],
  ['4m 40s', 'days', /choose why/],
  ['1e5', 'number', /choose why/],
  ['3.5m', '£', /choose why/],
  ['1.2.3', 'number', /choose why/],
  ['Infinity', 'number', /choose why/],
  ['9999999999999999', 'number', /too large/],
];

describe('numbers as people type them', () => {
  it.each(NUMBERS)('%s in %s is %d', (text, unit, value) => {
    expect(typedNumber(text, unit)).toEqual({ kind: 'number', value });
  });
  it.each(FAULTS)('%s in %s is not guessed', (text, unit, says) => {
    const found = typedNumber(text, unit);
    expect(found.kind).toBe('fault');
    expect(found.kind === 'fault' && found.sentence).toMatch(says);
  });
  it('nothing typed is nothing', () => {
    expect(typedNumber('   ')).toEqual({ kind: 'empty' });
  });
  it.each([0, 94.2, 43940, -3.24, 68.0327868852459, 1234567.891])('%d reads back as it stands', (value) => {
    expect(typedNumber(numberText(value))).toEqual({ kind: 'number', value });
  });
});
