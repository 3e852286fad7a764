import { expect, test } from 'vitest';
import { FOR_CABINET } from './edition.fixture';
import { changedWords, editionState, meetingWords, surelyLate, weekdaysBetween } from './edition-words';

test.each([
  ['2026-11-27', '2026-12-07', 5],
  ['2026-11-30', '2026-12-07', 4],
  ['2026-12-01', '2026-12-01', 0],
  ['2026-12-04', '2026-12-07', 0],
])('clear days lie wholly between the day papers go out (%s) and the meeting (%s)', (from, to, days) => {
  expect(weekdaysBetween(from, to)).toBe(days);
});

test('papers are late for a public meeting with less than the clear days left, and never for one that is not', () => {
  const meeting = { held_on: '2026-12-07', public: true };
  expect(surelyLate(meeting, '2026-11-27', 5)).toBe(false);
  expect(surelyLate(meeting, '2026-11-30', 5)).toBe(true);
  expect(surelyLate({ ...meeting, public: false }, '2026-11-30', 5)).toBe(false);
  expect(surelyLate(undefined, '2026-11-30', 5)).toBe(false);
});

test('an edition says how many of its figures changed since it was decided on', () => {
  expect([changedWords(null), changedWords(0), changedWords(1), changedWords(3)]).toEqual([
    '',
    '',
    '1 figure changed since',
    '3 figures changed since',
  ]);
});

test.each([
  ['', '15 December 2026'],
  ['Cabinet, 15 December 2026', 'Cabinet, 15 December 2026'],
  ['Special meeting', '15 December 2026, Special meeting'],
])('a meeting titled %o is named with its day once', (title, told) => {
  expect(meetingWords({ held_on: '2026-12-15', title })).toBe(told);
});

test('an edition whose round collects again was returned; one that waits is under review', () => {
  const of = { state: 'sealed', awaiting: [], changed_since_decided: null } as const;
  const awaiting = [FOR_CABINET];
  expect(editionState({ ...of, awaiting: [] }, 'collecting')).toBe('returned');
  expect(editionState({ ...of, awaiting }, 'reviewing')).toBe('under review');
  expect(editionState({ ...of, awaiting: [], changed_since_decided: 0 }, 'closed')).toBe('decided');
  expect(editionState({ ...of, state: 'superseded', awaiting }, 'reviewing')).toBe('replaced');
});
