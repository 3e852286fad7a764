import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { annualDifferences, correctionWords } from './annual-words';

function outturn(year_code: string, value: number | null): Schema<'AnnualOutturn'> {
  return {
    year_code,
    year_label: year_code.replace('-', '/'),
    unit_of_measure: '%',
    decimals: 1,
    value_state: value === null ? 'not_available' : 'value',
    value,
    provisional: false,
    said: 'The figure of Q4.',
    target: 95,
    target_low: null,
    target_high: null,
    target_text: '',
    rating: 'red',
    contextual: false,
    periods: [],
  };
}

const BEFORE = {
  outturns: [outturn('2024-25', 90), outturn('2025-26', 92)],
  why: 'Staff',
  next_targets: [],
  ended: false,
};

test('of a measure in two annual reports only what differs is told, year by year', () => {
  const after = { ...BEFORE, outturns: [outturn('2024-25', 90), outturn('2025-26', 91)], ended: true };
  const of = { before: BEFORE, after } as unknown as Schema<'AnnualMeasureDifference'>;
  expect(annualDifferences(of)).toEqual([
    {
      what: 'Outturn of 2025/26',
      before: '92.0%, against 95.0%, off target. The figure of Q4.',
      after: '91.0%, against 95.0%, off target. The figure of Q4.',
    },
    { what: 'Measured in the next year', before: 'Yes', after: 'No' },
  ]);
});

test('a correction says what it was, what it is and why', () => {
  const said = {
    unit_of_measure: 'homes',
    decimals: 0,
    was_state: 'value',
    was: 20,
    now_state: 'value',
    now: 18,
  };
  expect(correctionWords({ ...said, reason: 'Counted twice' })).toBe(
    '20 homes became 18 homes: Counted twice',
  );
  expect(correctionWords(null)).toBe('');
});
