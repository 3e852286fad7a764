import { expect, test } from 'vitest';
import { periodOfCode, shortPeriod } from './periods';

test.each([
  ['Quarter 1 2023/24 (April to June 2023)', 'Q1 2023/24'],
  ['Half year 2 2025/26 (October 2025 to March 2026)', 'H2 2025/26'],
  ['2025/26 (April 2025 to March 2026)', '2025/26'],
  ['September 2026', 'Sep 2026'],
  ['1 August 2025 to 30 September 2025', '1 August 2025 to 30 September 2025'],
])('a long label %s is %s in a table', (label, short) => {
  expect(shortPeriod(label)).toBe(short);
});

test.each([
  ['2023-24-Q1', 'Q1 2023/24'],
  ['2025-26-H2', 'H2 2025/26'],
  ['2025-26', '2025/26'],
  ['2024', '2024'],
  ['2025-26-M01', 'Apr 2025'],
  ['2025-26-M12', 'Mar 2026'],
  ['2024-M03', 'Mar 2024'],
  ['2025-08-01_2025-09-30', '2025-08-01_2025-09-30'],
])('a code %s is %s', (code, short) => {
  expect(periodOfCode(code)).toBe(short);
});
