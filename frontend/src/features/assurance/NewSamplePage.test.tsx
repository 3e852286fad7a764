import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';
import { drawnFrom } from './sample-words';

const SAMPLE: Schema<'SampleRead'> = {
  id: 4,
  number: 1,
  seed: 'dice 4 2 6',
  size: 3,
  period: '2026-27-Q1',
  period_label: 'Q1 2026/27',
  edition_id: 9,
  edition_number: 2,
  unit: null,
  unit_name: null,
  theme_id: null,
  theme_name: null,
  by_unit: true,
  purpose: 'Annual audit',
  population: 60,
  drawn_by: null,
  drawn_at: '2026-11-20T10:00:00Z',
  drawn: [{ position: 1, indicator_id: 7, ref: 'H4', name: 'Re-let time', unit_name: 'Housing', rank: 'ab' }],
};

test('a sample is drawn from an edition with the seed that was typed, and leads to what was drawn', async () => {
  answers('/api/v1/units', listOf());
  answers('/api/v1/themes', listOf());
  answers('/api/v1/periods', listOf());
  answers('/api/v1/people/known-as', listOf());
  answers('/api/v1/packs', listOf({ id: 9, number: 2, period_code: '2026-27-Q1' }));
  answers('/api/v1/assurance-samples/4', SAMPLE);
  const sent: unknown[] = [];
  server.use(
    http.post('*/api/v1/assurance-samples', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json(SAMPLE, { status: 201 });
    }),
  );
  const { user } = renderPage('/assurance/samples/new?edition=9', ['draw_sample']);
  expect(await screen.findByLabelText('Edition')).toHaveDisplayValue('Q1 2026/27, edition 2');
  await user.clear(screen.getByLabelText('How many indicators'));
  await user.type(screen.getByLabelText('How many indicators'), '3');
  await user.click(screen.getByRole('checkbox', { name: /its share/ }));
  await user.type(screen.getByLabelText(/^Seed/), 'dice 4 2 6');
  await user.click(screen.getByRole('button', { name: 'Draw the sample' }));
  expect(await screen.findByRole('link', { name: 'H4 Re-let time' })).toHaveAttribute(
    'href',
    '/indicators/7/trail?period=2026-27-Q1',
  );
  expect(screen.getByRole('link', { name: /Download the archive/ })).toHaveAttribute(
    'href',
    '/api/v1/assurance-samples/4/archive.zip',
  );
  expect(sent).toEqual([
    expect.objectContaining({
      size: 3,
      seed: 'dice 4 2 6',
      period: null,
      edition_id: 9,
      by_unit: true,
      unit: null,
    }),
  ]);
});

test('what a sample was drawn from is said in a few words', () => {
  expect(drawnFrom(SAMPLE)).toBe('Q1 2026/27, edition 2, each unit its share');
});
