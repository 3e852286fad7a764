import { expect, test } from 'vitest';
import { thread } from '@/testing/measures';
import {
  activitiesOf,
  countActivities,
  countRatings,
  countsText,
  indicatorsOf,
  passes,
  reportedYear,
} from './words';

test('activities are counted worst first, and those whose status is exempt apart', () => {
  const statuses = ['on_course', 'unable', 'on_course', null].map((status) => ({ status }));
  expect(countsText(countActivities(statuses))).toBe('1 unable to achieve, 2 on course, 1 not public');
});

test('indicators are counted by the rating of their latest figure; one without a figure is not counted', () => {
  expect(countsText(countRatings([...indicatorsOf(thread()).values()]))).toBe('1 near target');
});

test('each indicator knows the activities it shows the effect of', () => {
  expect(
    activitiesOf(thread())
      .get(1)
      ?.map(({ ref }) => ref),
  ).toEqual(['People 5']);
  expect(activitiesOf(thread()).get(2)).toBeUndefined();
});

test.each([
  [{ q: 'tenant visit' }, true],
  [{ q: 'people 5' }, true],
  [{ q: 'roads' }, false],
  [{ unit: 7, status: 'on_course' }, true],
  [{ unit: 8 }, false],
  [{ status: 'completed' }, false],
])('the list of activities passes %o: %s', (filters, shown) => {
  const activity = { ref: 'People 5', title: 'Visit every tenant', unit_id: 7, status: 'on_course' as const };
  expect(passes(activity, filters)).toBe(shown);
});

test.each([
  ['2027-03-31', '2026-27'],
  ['2027-04-01', '2026-27'],
  ['2027-06-30', '2026-27'],
  ['2027-07-01', '2027-28'],
])('on %s the year that is reported on is %s', (day, year) => {
  expect(reportedYear(day)).toBe(year);
});
