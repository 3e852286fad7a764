import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { figure, indicator, rule, thread, unit, version } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses } from '@/testing/server';

const SERIES = {
  id: 1,
  indicator_id: 1,
  unit_id: 1,
  unit: 'exampleton',
  unit_name: 'Exampleton',
  points: [],
};

beforeEach(() => {
  answers('/api/v1/indicators/1', indicator());
  answers('/api/v1/indicators/1/series', listOf({ ...SERIES, breakdown: 'all' }));
  answers('/api/v1/observations', listOf(figure({ commentary: 'A late run of payments.', revised: true })));
  answers('/api/v1/indicators/1/definitions', listOf(version()));
  answers('/api/v1/indicators/1/rating-rules', listOf(rule()));
  answers('/api/v1/indicators/1/calculations', listOf());
  answers('/api/v1/indicators/1/targets', listOf());
  answers('/api/v1/indicators/1/outturns', listOf());
  answers('/api/v1/indicators/1/year-ends', listOf());
  answers('/api/v1/indicators/1/checks', { indicator_id: 1, items: [], findings: [], version: 4 });
  answers('/api/v1/indicators/1/activities', listOf());
  answers('/api/v1/indicators/1/data-quality-assessments', listOf());
  answers('/api/v1/actions', listOf());
  answers('/api/v1/golden-thread', thread());
  answers('/api/v1/units', listOf(unit()));
  answers('/api/v1/portfolios', listOf());
  answers('/api/v1/posts', listOf());
  answers('/api/v1/bodies', listOf());
  refuses('get', '/api/v1/indicators/1/chart.svg', { status: 503, detail: 'Busy' });
  answers('/api/v1/metric-mappings', listOf());
  refuses('get', '/api/v1/indicators/1/comparisons', { status: 503, detail: 'Busy' });
  refuses('get', '/api/v1/indicators/1/process-limits', { status: 503, detail: 'Busy' });
});

test('the page stands without its chart: figures, commentary, definition, rule and what it serves', async () => {
  renderPage('/indicators/1');
  const table = await screen.findByRole('table', { name: 'Figures' });
  const row = within(table).getByRole('row', { name: /Q1/ });
  expect(row).toHaveTextContent('98.2%r99.0%Near target');
  expect(within(row).getByRole('link')).toHaveAttribute('data-figure', '11');
  expect(screen.getByText('A late run of payments.')).toBeInTheDocument();
  expect(await screen.findByText('Near target where it is missed by 10% of it at most.')).toBeInTheDocument();
  expect(await screen.findByRole('link', { name: 'A home for everyone' })).toBeInTheDocument();
  expect(await screen.findByText(/The chart could not be read/)).toBeInTheDocument();
  expect(await screen.findByText(/The process limits could not be read/)).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'Edit' })).toBeNull();
});

test('of several series one is chosen in the address', async () => {
  answers(
    '/api/v1/indicators/1/series',
    listOf({ ...SERIES, breakdown: 'all' }, { ...SERIES, id: 2, breakdown: 'ward:Northfield' }),
  );
  refuses('get', '/api/v1/indicators/1/chart.svg', { status: 404, detail: 'Not there' });
  const { user, router } = renderPage('/indicators/1');
  await user.selectOptions(await screen.findByLabelText('Figures of'), 'Exampleton, Ward: Northfield');
  expect(router.state.location.search).toEqual({ series: 2 });
});

test('an edition shows the figures it holds, and says so', async () => {
  renderPage('/indicators/1?pack=5');
  expect(await screen.findByText('As it stands in an edition of the report')).toBeInTheDocument();
  const [shown] = await screen.findAllByRole('link', { name: '98.2%' });
  expect(shown).toHaveAttribute('href', '/observations/11?pack=5');
});
