import { expect, test } from 'vitest';
import { contrastWithWhite, darkEnough } from './contrast';

// The same table as tests/organisation/test_branding.py.
test.each([
  ['#000000', 21, '#000000'],
  ['#0b3b4a', 12.1, '#0b3b4a'],
  ['#767676', 4.5, '#767676'],
  ['#777777', 4.5, '#757575'],
  ['#ffdd00', 1.3, '#877500'],
  ['#ffffff', 1, '#757575'],
])('white text on %s has a contrast of %d, and %s will do', (colour, contrast, shade) => {
  expect(Math.round(contrastWithWhite(colour) * 10) / 10).toBe(contrast);
  expect(darkEnough(colour)).toBe(shade);
});
