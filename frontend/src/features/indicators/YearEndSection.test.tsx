import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { figure, indicator, rule, thread, unit, version } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses } from '@/testing/server';
import { yearEnd } from '@/testing/year-ends';

beforeEach(() => {
  answers('/api/v1/indicators/1', indicator());
  answers(
    '/api/v1/indicators/1/series',
    listOf({
      id: 1,
      indicator_id: 1,
      unit_id: 1,
      unit: 'exampleton',
      unit_name: 'Exampleton',
      points: [],
      breakdown: 'all',
    }),
  );
  answers('/api/v1/observations', listOf(figure()));
  answers('/api/v1/indicators/1/definitions', listOf(version()));
  answers('/api/v1/indicators/1/rating-rules', listOf(rule()));
  for (const path of ['calculations', 'targets', 'outturns', 'activities'])
    answers(`/api/v1/indicators/1/${path}`, listOf());
  answers('/api/v1/indicators/1/checks', { indicator_id: 1, items: [], findings: [], version: 4 });
  answers('/api/v1/metric-mappings', listOf());
  refuses('get', '/api/v1/indicators/1/comparisons', { status: 503, detail: 'Busy' });
  answers('/api/v1/indicators/1/data-quality-assessments', listOf());
  answers('/api/v1/packs', listOf());
  answers('/api/v1/golden-thread', thread());
  answers('/api/v1/units', listOf(unit()));
  for (const path of ['actions', 'portfolios', 'posts', 'bodies']) answers(`/api/v1/${path}`, listOf());
  refuses('get', '/api/v1/indicators/1/chart.svg', { status: 503, detail: 'Busy' });
  refuses('get', '/api/v1/indicators/1/process-limits', { status: 503, detail: 'Busy' });
});

const NAME = 'How the year is to end';

test('the forecast stands beside a projection that says how it came about, and how good both have been', async () => {
  answers('/api/v1/indicators/1/year-ends', listOf(yearEnd()));
  renderPage('/indicators/1');
  const panel = within(await screen.findByRole('region', { name: NAME }));
  expect(await panel.findByText('180 homes')).toBeInTheDocument();
  for (const said of [/60 homes by Q2/, /differs much/, '160 homes', /10 homes off/, /rates nothing/])
    expect(panel.getByText(said)).toBeInTheDocument();
  expect(panel.getByRole('row', { name: /2025\/26/ })).toHaveTextContent('2025/26110 homesNone100 homes');
});

const WITHOUT = { projected: null, method: null, method_words: 'There are too few.', forecast: null };

test('where nothing can be projected it is said why', async () => {
  const found = yearEnd({ ...WITHOUT, why_none: 'too_few', past: [], differs: false });
  answers('/api/v1/indicators/1/year-ends', listOf(found));
  renderPage('/indicators/1');
  const panel = within(await screen.findByRole('region', { name: NAME }));
  expect(await panel.findByText('There are too few.')).toBeInTheDocument();
  expect(panel.getByText('None given')).toBeInTheDocument();
  expect(panel.queryByRole('table')).toBeNull();
});

test('of one figure a year nothing is said', async () => {
  answers('/api/v1/indicators/1/year-ends', listOf(yearEnd({ ...WITHOUT, why_none: 'annual' })));
  renderPage('/indicators/1');
  await screen.findByRole('heading', { name: 'Outturns of the years' });
  await waitFor(() => expect(screen.queryByRole('heading', { name: NAME })).toBeNull());
});
