import { describe, expect, it } from 'vitest';
import { earlierCells, earlierColumns, yearBefore } from './columns';
import { entered, figure } from './fixtures';
import { changesOf, type Entry, figureOf, nameOf, ratingOf, type Typed, typedOf, valueText } from './typed';

const H1 = figure(1, 'H1');
const ratio = figure(2, 'H2', {
  indicator: {
    ...(H1.indicator as NonNullable<Entry['indicator']>),
    definition: {
      ...(H1.indicator as NonNullable<Entry['indicator']>).definition,
      numerator_label: 'Let in time',
      denominator_label: 'All let',
    },
  },
});
const RATIO = entered(ratio, 68.03, { numerator: 83, denominator: 122 });
const ACTIVITY: Entry = {
  ...H1,
  indicator: null,
  activity: {
    id: 5,
    ref: 'People 5',
    title: 'Buy homes',
    due_on: null,
    status: 'on_course',
    percent_complete: 90,
    hints: [],
  },
};

const CHANGES: [name: string, entry: Entry, typed: Partial<Typed>, body: object, faults: string[]][] = [
  ['nothing typed', H1, {}, {}, []],
  ['a number', H1, { value: '94.2%' }, { value: 94.2 }, []],
  ['the same number in other words', entered(H1, 1200), { value: '1,200.0' }, {}, []],
  ['a number taken away', entered(H1, 94), { value: '' }, { value: null }, []],
  ['words', H1, { value: 'TBC', commentary: 'Late' }, { commentary: 'Late' }, ['value']],
  ['why there is none', entered(H1, 94), { value_state: 'awaited' }, { value_state: 'awaited' }, []],
  [
    'a number after all',
    { ...H1, value_state: 'awaited' },
    { value_state: '', value: '94' },
    { value: 94 },
    [],
  ],
  ['neither after all', { ...H1, value_state: 'awaited' }, { value_state: '' }, { value_state: null }, []],
  [
    'parts make the figure',
    ratio,
    { numerator: '7', denominator: '25', value: null },
    { numerator: 7, denominator: 25, value: 28 },
    [],
  ],
  ['the figure follows its parts', RATIO, { numerator: '61' }, { numerator: 61, value: 50 }, []],
  ['out of nothing there is no figure', RATIO, { denominator: '0' }, { denominator: 0, value: null }, []],
  ['a figure typed otherwise', RATIO, { value: '70' }, { value: 70 }, []],
  [
    'explained',
    H1,
    { explanations: { jump: 'A new site', other: ' ' } },
    { explanations: { jump: 'A new site' } },
    [],
  ],
  [
    'an activity',
    ACTIVITY,
    { status: 'unable', percent_complete: '40' },
    { status: 'unable', percent_complete: 40 },
    [],
  ],
  ['more than all of it', ACTIVITY, { percent_complete: '140' }, {}, ['percent_complete']],
];

describe('what is saved of what is typed', () => {
  it.each(CHANGES)('%s', (_, entry, typed, body, faults) => {
    const changes = changesOf(entry, { ...typedOf(entry), ...typed });
    expect(changes.body).toEqual(body);
    expect(Object.keys(changes.faults)).toEqual(faults);
  });

  it('shows a figure that is worked out as it will read', () => {
    const typed = { ...typedOf(RATIO), numerator: '85' };
    expect(valueText(RATIO, typed)).toBe('69.7');
    expect(figureOf(RATIO, typed)).toBeCloseTo(69.672, 3);
  });
});

describe('the rating while it is typed', () => {
  it.each([
    ['95.0', 'green'],
    ['94.95', 'green'],
    ['94.9', 'amber'],
    ['80', 'red'],
  ])('%s%% against 95%% is %s', (value, rating) => {
    expect(ratingOf(H1, { ...typedOf(H1), value })?.rating).toBe(rating);
  });
  it('is none where nothing is typed, and none of 100% out of nothing', () => {
    expect(ratingOf(H1, typedOf(H1))).toBeNull();
    expect(ratingOf(ratio, { ...typedOf(ratio), value: '100', numerator: '0', denominator: '0' })).toBeNull();
  });
  it("is the service's own for what is saved", () => {
    const saved = entered(H1, 95, { rating: { rating: 'red', unrated_reason: null, sentence: '' } });
    expect(ratingOf(saved, typedOf(saved))?.rating).toBe('red');
  });
});

describe('earlier values', () => {
  const reported = (code: string) => ({
    observation_id: 1,
    period_code: code,
    period_label: code,
    value_state: 'value' as const,
    value: 1,
    provisional: false,
    rating: 'green' as const,
    broken_from: null,
  });
  const quarters = ['2025-26-Q1', '2025-26-Q2', '2025-26-Q3', '2025-26-Q4', '2026-27-Q1'].map(reported);
  it('stand under the last four quarters; months in a quarter say which they are', () => {
    const months = figure(2, 'H2', {
      period_code: '2026-27-M04',
      earlier: [reported('2026-27-M02'), reported('2026-27-M03')],
    });
    const gap = figure(3, 'H3', { earlier: [quarters[1], quarters[4]].filter((each) => each !== undefined) });
    const columns = earlierColumns([figure(1, 'H1', { earlier: quarters }), months, gap], '2026-27-Q2');
    expect(columns).toEqual(['2025-26-Q2', '2025-26-Q3', '2025-26-Q4', '2026-27-Q1']);
    expect(earlierCells(months, columns).map(({ label }) => label)).toEqual([
      null,
      null,
      'May 2026',
      'Jun 2026',
    ]);
    expect(earlierCells(gap, columns).map(({ shown }) => shown?.period_code)).toEqual([
      '2025-26-Q2',
      undefined,
      undefined,
      '2026-27-Q1',
    ]);
  });
  it.each([
    ['2026-27-Q1', '2025-26-Q1'],
    ['2000-01-M03', '1999-00-M03'],
    ['2025-26', '2024-25'],
    ['2026-Q1', '2025-Q1'],
  ])('a year before %s is %s', (code, yearEarlier) => expect(yearBefore(code)).toBe(yearEarlier));
});

describe('what an entry is called', () => {
  it.each([
    ['the quarter itself', {}, 'H1 Indicator H1'],
    ['a month of it', { period_code: '2026-27-M04', period_label: 'July 2026' }, 'H1 Indicator H1, Jul 2026'],
    ['a quarter asked again', { asked_again: true }, 'H1 Indicator H1, Q2 2026/27'],
  ])('%s', (_, part, name) => {
    expect(nameOf({ ...H1, ...part } as Entry)).toBe(name);
  });
});
