import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { indicator } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers } from '@/testing/server';
import { recalculatedWords } from './trail-words';

const AGAIN: Schema<'Recalculation'> = {
  value_verdict: 'differs',
  value: 90,
  value_sentence: '180 of 200 makes 90.0%; 95.0% is on record.',
  rating_verdict: 'agrees',
  rating: 'green',
  rating_sentence: 'Green by version 1 of the rule, as on record.',
};

const FIGURE: Schema<'TrailFigure'> = {
  observation_id: 7,
  revision: 2,
  revision_kind: 'restatement',
  period: '2026-27-Q1',
  period_label: 'Q1 2026/27',
  unit_name: 'Housing',
  breakdown: 'all',
  value_state: 'value',
  value: 95,
  numerator: 180,
  denominator: 200,
  unit_of_measure: '%',
  decimals: 1,
  provisional: false,
  as_printed: null,
  origin: 'restatement',
  source: 'The register',
  commentary: '',
  target_words: '95.0%',
  rating: 'green',
  unrated_reason: null,
  ruled_rating: null,
  override_reason: null,
  recalculation: AGAIN,
};

const LINE: Schema<'TrailLine'> = {
  id: 7,
  kind: 'figure',
  at: '2026-07-09T15:00:00Z',
  by: null,
  about_kind: 'observation',
  about_id: 7,
  period: '2026-27-Q1',
  period_label: 'Q1 2026/27',
  sentence: 'Restated: 95.0% (revision 2).',
  reason: 'Two homes were missing',
  changes: [],
  figures: [FIGURE],
  checks: [{ code: 'jump', name: 'Outside the usual limits', explanation: 'New stock' }],
  evidence: [
    {
      id: 3,
      kind: 'observation',
      subject_id: 7,
      filename: 'count.csv',
      media_type: 'text/csv',
      size: 20,
      sha256: 'ab',
      note: '',
      added_by: null,
      added_at: '2026-07-08T15:00:00Z',
    },
  ],
  editions: [{ edition_id: 4, number: 2, period_code: '2026-27-Q1' }],
};

const COUNTS = { figures: 2, values_agree: 0, values_differ: 1, values_without_parts: 1 };

test('a line of a trail leads to the figure, its evidence and its edition, and says what does not come out', async () => {
  answers('/api/v1/indicators/1', indicator());
  answers('/api/v1/indicators/1/trail', listOf(LINE));
  answers('/api/v1/indicators/1/recalculation', { ...COUNTS, ratings_agree: 2, ratings_differ: 0 });
  answers('/api/v1/people/known-as', listOf());
  answers('/api/v1/periods', listOf());
  renderPage('/indicators/1/trail');
  const row = within(await screen.findByRole('row', { name: /Restated: 95.0%/ }));
  expect(row.getByRole('link', { name: /^Restated/ })).toHaveAttribute('href', '/observations/7');
  expect(row.getByRole('link', { name: 'count.csv' })).toHaveAttribute('href', '/api/v1/evidence/3/file');
  expect(row.getByRole('link', { name: 'Q1 2026/27, edition 2' })).toHaveAttribute('href', '/documents/4');
  expect(row.getByText('180 of 200 makes 90.0%; 95.0% is on record.', { exact: false })).toBeVisible();
  expect(row.getByText(/Outside the usual limits.*New stock/)).toBeVisible();
  expect(screen.getByText('Recalculation differs')).toBeVisible();
});

test.each([
  [{ ...COUNTS, ratings_agree: 2, ratings_differ: 0 }, /Of the 1 .* 1 come out otherwise.*All ratings/],
  [
    { ...COUNTS, values_differ: 0, values_agree: 1, ratings_agree: 1, ratings_differ: 1 },
    /all come out.*1 rating of 2/,
  ],
  [{ ...COUNTS, figures: 0, ratings_agree: 0, ratings_differ: 0 }, /no figure/],
])('what was computed again is said in a sentence', (counts, words) => {
  expect(recalculatedWords(counts)).toMatch(words);
});
