import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { EDITION, FIGURE } from '@/features/reports/edition.fixture';
import { figureDifferences } from './difference-words';
import {
  apartFromLastReport,
  consequences,
  exceptionActivities,
  exceptionFigures,
  judgedFigures,
  movedSinceLastReport,
  movedWords,
  ofWhat,
  returnable,
} from './review-words';

const AMBER = { ...FIGURE, series_id: 8, ref: 'H5', rating: 'amber' };
const FIGURES = { figures: 66, proposals: null };
const JUDGED = { ...FIGURE, series_id: 9, ref: 'H6', rating: 'green', override_reason: 'One bad week.' };

function content(...figures: Schema<'FigureContent'>[]): Schema<'EditionContent'> {
  return { ...EDITION.content, figures };
}

test('exceptions are what the framework calls so, the worst first; judged figures stand apart', () => {
  const held = content(AMBER, JUDGED, FIGURE, { ...FIGURE, series_id: 10, rating: 'green' });
  expect(exceptionFigures(held).map((each) => each.ref)).toEqual(['H4', 'H5']);
  expect(judgedFigures(held).map((each) => each.ref)).toEqual(['H6']);
});

test('activities that cannot be achieved come before those in question; others are no exceptions', () => {
  const activity = (activity_id: number, status: string) =>
    ({ activity_id, status }) as Schema<'ActivityContent'>;
  const activities = [activity(1, 'on_course'), activity(2, 'in_question'), activity(3, 'unable')];
  expect(exceptionActivities({ ...EDITION.content, activities }).map((each) => each.activity_id)).toEqual([
    3, 2,
  ]);
});

test('a measure moved when its newest figure is rated otherwise than in the last report', () => {
  const before = { ...FIGURE, period_code: '2025-26-Q4', value: 24, rating: 'green' };
  const last = { period_label: 'Q4', edition: 1, sealed_on: '2026-04-24', indicators: [before] };
  const held = { ...content(FIGURE, AMBER), last_report: last };
  expect(movedSinceLastReport(held).map(({ figure, before: was }) => [figure.ref, was.rating])).toEqual([
    ['H4', 'green'],
  ]);
  expect(movedSinceLastReport(content(FIGURE))).toEqual([]);
});

test('across a break in its series a measure is neither moved nor improving, and it is said since when', () => {
  const before = { ...FIGURE, period_code: '2025-26-Q4', value: 24, rating: 'green' };
  const last = { period_label: 'Q4', edition: 1, sealed_on: '2026-04-24', indicators: [before] };
  const now = { ...FIGURE, period_code: '2026-27-Q1', short_travel: 'not_compared' };
  now.previous = [{ ...(FIGURE.previous[0] as (typeof FIGURE.previous)[0]), period_code: '2025-26-Q4' }];
  const apart = { series_id: now.series_id, before: '2025-26-Q4', now: '2026-27-Q1', note: '' };
  const held = { ...content(now, AMBER), last_report: last };
  const broken = { ...held, not_comparable: [{ ...apart, since: 'Q1 2026/27' }] };
  const words = 'Not comparable (definition changed from Q1 2026/27)';
  expect(movedSinceLastReport(broken)).toEqual([]);
  expect(apartFromLastReport(broken)).toEqual([`${now.ref} ${now.name}: ${words}`]);
  expect(movedWords(broken, now)).toBe(words);
  expect([apartFromLastReport(held), movedWords(held, FIGURE)]).toEqual([[], '↘\u00a0Worsening']);
});

test('a figure says of what part it is', () => {
  expect(ofWhat({ breakdown: 'all', measured_in: null })).toBe('');
  expect(ofWhat({ breakdown: 'ward:Northfield', measured_in: 'Depot' })).toBe('ward: Northfield, Depot');
});

test('a decisive decision says what it approves and locks; a return says what happens to the figures', () => {
  const stage = { name: 'Cabinet', kind: 'member_body', decisive: true } as const;
  expect(consequences(stage, 'approve', FIGURES, 0)[0]).toMatch(/^The 66 figures become the approved ones/);
  expect(consequences(stage, 'return', FIGURES, 0).join(' ')).toMatch(
    /told as a restatement, with your reason/,
  );
  expect(consequences({ ...stage, kind: 'officer_review' }, 'return', FIGURES, 0).join(' ')).toMatch(
    /Nothing is locked/,
  );
});

test('who decides on a year’s proposals hears that they count, and of no figures', () => {
  const stage = { name: 'Cabinet', kind: 'member_body', decisive: true } as const;
  const year = { figures: 0, proposals: 9 };
  expect(consequences(stage, 'approve', year, 0)[0]).toMatch(/proposed for 9 indicators counts from then on/);
  expect(consequences(stage, 'return', year, 0).join(' ')).not.toMatch(/figures|restatement/);
});

test('one of several portfolio holders hears that the others are still to decide', () => {
  const stage = { name: 'Review', kind: 'portfolio_review', decisive: false } as const;
  expect(consequences(stage, 'approve', FIGURES, 2)[0]).toBe(
    'The edition goes on when 2 other decisions of this stage are taken.',
  );
});

test('a portfolio holder sends back confirmed services that hold something of the portfolio', () => {
  const of = (id: number, name: string, state: Schema<'SubmissionState'>) =>
    ({ id, state, unit: { id, code: name, name } }) as Schema<'SubmissionRead'>;
  const all = [
    of(1, 'Council Housing', 'confirmed'),
    of(2, 'Waste', 'confirmed'),
    of(3, 'Parks', 'returned'),
  ];
  const ids = (portfolio: string | null) =>
    returnable(all, content(FIGURE), portfolio).map((each) => each.id);
  expect([ids('HOMES'), ids('WASTE'), ids(null)]).toEqual([[1], [], [1, 2]]);
});

test('two editions differ in words, each respect once', () => {
  const before = { ...FIGURE };
  const after = { ...FIGURE, value: 33, rating: 'amber', commentary: 'Counted anew.' };
  const changed = ['value', 'value_state', 'rating', 'commentary'];
  const of = { ...FIGURE, change: 'changed', changed, before, after } as Schema<'FigureDifference'>;
  expect(figureDifferences(of)).toEqual([
    { what: 'Figure', before: '31.4 days', after: '33.0 days' },
    { what: 'Rating', before: 'Off target', after: 'Near target' },
    { what: 'Commentary', before: 'Two blocks wait for new lifts.', after: 'Counted anew.' },
  ]);
});
