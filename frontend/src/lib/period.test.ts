import { expect, test } from 'vitest';
import { shortPeriod } from './period';

test.each([
  ['Quarter 2 2026/27 (July to September 2026)', 'Q2 2026/27'],
  ['Half 1 2026/27 (April to September 2026)', 'H1 2026/27'],
  ['2026/27 (April 2026 to March 2027)', '2026/27'],
  ['June 2026', 'June 2026'],
])('%s is said as %s', (label, said) => {
  expect(shortPeriod(label)).toBe(said);
});
