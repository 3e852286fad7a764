import { expect, test } from 'vitest';
import { periodsWanted } from './propose-targets';

const PERIODS = [
  ['2026-27-Q3', '2026-27', '2026-10-01'],
  ['2026-27-Q4', '2026-27', '2027-01-01'],
  ['2027-28-Q1', '2027-28', '2027-04-01'],
].map(([code = '', year = '', start_on = '']) => ({ code, year, start_on }));

test.each([
  ['2026-27-Q3', false, ['2026-27-Q3']],
  ['2026-27-Q3', true, ['2026-27-Q3', '2026-27-Q4']],
  ['2026-27-Q4', true, ['2026-27-Q4']],
  ['2027-28-Q1', true, ['2027-28-Q1']],
])('a target for %s (and later: %s) is for %o', (chosen, andLater, wanted) => {
  expect(periodsWanted(PERIODS, chosen, andLater)).toEqual(wanted);
});
