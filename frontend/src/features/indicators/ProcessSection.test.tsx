import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { figure, indicator, thread, unit } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';

const SERIES = {
  id: 1,
  indicator_id: 1,
  unit_id: 1,
  unit: 'exampleton',
  unit_name: 'Exampleton',
  points: [],
  breakdown: 'all',
};

function point(number: number): Schema<'ProcessPointRead'> {
  return {
    observation_id: number,
    period: `202${number}-01`,
    period_label: `Jan 202${number}`,
    value_state: 'value',
    value: 90 + number,
    limits: { mean: 94, lower: 91, upper: 97, near_lower: 92, near_upper: 96 },
    side: 1,
    beyond: false,
    close: false,
    signal: null,
    signal_words: '',
    variation: 'common',
    variation_words: 'Routine variation',
    anew: null,
  };
}

function process(more: Partial<Schema<'ProcessRead'>> = {}): Schema<'ProcessRead'> {
  return {
    indicator_id: 1,
    series_id: 1,
    unit_name: 'Exampleton',
    unit_of_measure: '%',
    decimals: 1,
    polarity: 'higher',
    run: 7,
    screened: false,
    settings_words: 'A run or trend is 7 figures.',
    without: null,
    without_words: '',
    basis: 'trial',
    basis_words: 'Trial limits: they rest on 11 figures.',
    count: 11,
    fewest: 10,
    since: null,
    since_label: null,
    limits: point(1).limits,
    latest_period: '2023-01',
    latest_label: 'Jan 2023',
    variation: 'worsening',
    variation_words: 'Worsening',
    signal: 'run',
    signal_words: 'One of 7 or more figures in a row below the mean',
    meaning:
      'Jan 2023: one of 7 or more figures in a row below the mean. This is a real change for the worse.',
    advice: 'Find the cause.',
    target: 99,
    assurance: 'never',
    assurance_words: 'Not expected to meet its target',
    expected: 'The target of 99.0% lies beyond both: it is not to be expected that it will be met.',
    points: [point(1), point(2), point(3)],
    allowed_actions: [],
    ...more,
  };
}

const REBASE: Schema<'RebaseRead'> = {
  id: 5,
  series_id: 1,
  period: '2022-01',
  period_label: 'Jan 2022',
  withdrawn: false,
  stands: true,
  reason: 'Another contractor',
  recorded_by: 1,
  recorded_at: '2026-01-05T10:00:00Z',
  allowed_actions: ['withdraw'],
};

beforeEach(() => {
  answers('/api/v1/metric-mappings', listOf());
  refuses('get', '/api/v1/indicators/1/comparisons', { status: 503, detail: 'Busy' });
  answers('/api/v1/indicators/1', indicator());
  answers('/api/v1/indicators/1/series', listOf(SERIES));
  answers('/api/v1/observations', listOf(figure()));
  for (const path of [
    'definitions',
    'rating-rules',
    'targets',
    'outturns',
    'year-ends',
    'activities',
    'rebases',
    'calculations',
  ])
    answers(`/api/v1/indicators/1/${path}`, listOf());
  answers('/api/v1/indicators/1/checks', { indicator_id: 1, items: [], findings: [], version: 4 });
  answers('/api/v1/indicators/1/data-quality-assessments', listOf());
  answers('/api/v1/actions', listOf());
  answers('/api/v1/golden-thread', thread());
  answers('/api/v1/units', listOf(unit()));
  for (const path of ['portfolios', 'posts', 'bodies', 'people/known-as'])
    answers(`/api/v1/${path}`, listOf());
  refuses('get', '/api/v1/indicators/1/chart.svg', { status: 503, detail: 'Busy' });
  refuses('get', '/api/v1/indicators/1/process-limits.svg', { status: 503, detail: 'Busy' });
});

const panel = () => screen.findByRole('region', { name: 'Is this a real change, or routine variation?' });

test('what the latest figure signals is said in words, with what to do, what to expect, and a table', async () => {
  answers('/api/v1/indicators/1/process-limits', process());
  renderPage('/indicators/1');
  const found = within(await panel());
  expect(await found.findByText('Worsening')).toBeInTheDocument();
  for (const said of [
    /real change for the worse/,
    'Find the cause.',
    /99.0% lies beyond both/,
    /^Trial limits/,
  ])
    expect(found.getByText(said)).toBeInTheDocument();
  const table = await found.findByRole('table', { name: 'Figures against their process limits' });
  expect(within(table).getByRole('row', { name: /Jan 2023/ })).toHaveTextContent(
    '93.0%91.0%94.0%97.0%Routine variation',
  );
  expect(found.queryByRole('button', { name: 'Record a rebase' })).toBeNull();
});

test('a series that never has limits says why, and offers no rebase', async () => {
  const why = 'No process limits: figures for the year to date rise through the year.';
  answers(
    '/api/v1/indicators/1/process-limits',
    process({
      without: 'year_to_date',
      variation: null,
      limits: null,
      advice: '',
      expected: '',
      meaning: why,
    }),
  );
  renderPage('/indicators/1');
  const found = within(await panel());
  expect(await found.findByText(why)).toBeInTheDocument();
  expect(found.queryByRole('button')).toBeNull();
});

test('a rebase says how many figures the new limits rest on, and goes with its reason', async () => {
  answers('/api/v1/indicators/1/process-limits', process({ allowed_actions: ['rebase'] }));
  const sent = takes('post', '/api/v1/indicators/1/rebases', REBASE);
  const { user } = renderPage('/indicators/1');
  await user.click(await screen.findByRole('button', { name: 'Record a rebase' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Record a rebase' }));
  await user.selectOptions(dialog.getByLabelText('First period of the new limits'), 'Jan 2022');
  expect(dialog.getByRole('status')).toHaveTextContent(
    'From there are 2 figures: there will be no limits until there are 10.',
  );
  await user.type(dialog.getByLabelText('What has changed'), 'Another contractor');
  await user.click(dialog.getByRole('button', { name: 'Record the rebase' }));
  await waitFor(() => expect(sent).toHaveLength(1));
  expect(sent[0]?.body).toEqual({ series_id: 1, period: '2022-01', reason: 'Another contractor' });
});

test('a rebase stays on record and can be withdrawn with a reason, but not while looking back', async () => {
  answers('/api/v1/indicators/1/process-limits', process({ allowed_actions: ['rebase'] }));
  answers('/api/v1/indicators/1/rebases', listOf(REBASE));
  const { router } = renderPage('/indicators/1');
  await screen.findByRole('button', { name: 'Withdraw the rebase from Jan 2022' });
  await router.navigate({ to: '.', search: { as_of: '2026-01-06T10:00:00Z' } });
  await waitFor(() => expect(screen.queryByRole('button', { name: /Withdraw/ })).toBeNull());
  expect(screen.queryByRole('button', { name: 'Record a rebase' })).toBeNull();
  expect(await screen.findByRole('table', { name: 'Rebases' })).toHaveTextContent('Another contractor');
});
