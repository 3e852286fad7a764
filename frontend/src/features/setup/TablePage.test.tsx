import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { listOf, renderPage } from '@/testing/page';
import { answers, takes } from '@/testing/server';

type Table = Schema<'HistoryUploadRead'>;

const column = (heading: string, read = '') => ({ heading, samples: ['78%'], column: read, suggested: read });

const INDICATOR: Schema<'HistoryIndicator'> = {
  ref: 'C1',
  name: 'Calls answered',
  rows: 2,
  on_record: null,
  same_as: '',
  suggested_same_as: 'C1',
  provisional: true,
  said: false,
  polarity: null,
  aggregation: null,
  kind: null,
  unit: '',
  decimals: null,
  suggested_polarity: null,
  suggested_aggregation: 'average',
  suggested_unit: '%',
  suggested_decimals: 0,
  why: ['Its name speaks of an average.'],
};

const COUNTS: Table['counts'] = {
  rows: 2,
  read: 1,
  unread: 1,
  left_out: 0,
  figures_new: 1,
  figures_revised: 0,
  figures_unchanged: 0,
  targets_new: 0,
  targets_revised: 0,
  targets_unchanged: 0,
  conflicts: 0,
  indicators_new: 1,
};

const TABLE: Table = {
  id: 3,
  filename: 'report.xlsx',
  sha256: '0',
  digest: '0'.repeat(64),
  state: 'draft',
  created_at: '2026-05-04T09:00:00Z',
  changed_at: '2026-05-04T09:00:00Z',
  columns: [
    column('Indicator', 'indicator'),
    column('Q1 2025/26', 'figures_of_period'),
    column('Q2 2025/26', 'figures_of_period'),
  ],
  missing: [],
  councils: [],
  months_name_quarters: false,
  indicators: [INDICATOR],
  rating: null,
  counts: COUNTS,
  version: 1,
  allowed_actions: ['update', 'throw_away'],
};

const ROW: Schema<'HistoryRow'> = {
  line: 4003,
  outcome: 'unread',
  ref: 'C1',
  indicator: 'Calls answered',
  period: 'Q2 2025/26',
  value: 'plenty',
  target: '',
  faults: [{ column: 'value_as_printed', text: 'plenty', reason: 'not a figure', advice: 'print a figure' }],
  reason: '',
  read_as: {},
};

function opened(given: Partial<Table> = {}) {
  answers('/api/v1/history-uploads/3', { ...TABLE, ...given });
  answers('/api/v1/history-uploads/3/rows', listOf(ROW));
  answers('/api/v1/indicators', listOf({ ref: 'C1', name: 'Telephone calls answered', provisional: false }));
  return renderPage('/set-up/history/3', ['edit_indicator']);
}

test('periods side by side are told, with the line and column of what cannot be read, and nothing is loaded before it is settled', async () => {
  opened();
  expect(await screen.findByText(/The periods stand side by side/)).toBeInTheDocument();
  const row = screen.getByRole('row', { name: /Calls answered Q2 2025\/26/ });
  expect(within(row).getByText('4, column C')).toBeInTheDocument();
  expect(within(row).getByText('Figure: not a figure; print a figure')).toBeInTheDocument();
  expect(screen.getByText(/First mend what cannot be read \(1 row\)/)).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Load the table' })).toBeNull();
});

test('an indicator printed under another name is said to be the one on record, and asks nothing more', async () => {
  const sent = takes('patch', '/api/v1/history-uploads/3', TABLE);
  const { user } = opened();
  await user.click(await screen.findByRole('button', { name: 'Say what it is: Calls answered' }));
  const dialog = await screen.findByRole('dialog');
  const same = within(dialog).getByLabelText('Is it one that you have on record?');
  expect(same).toHaveDisplayValue('C1 Telephone calls answered');
  expect(within(dialog).queryByLabelText('Which way is good?')).toBeNull();
  await user.selectOptions(same, 'No, it is another');
  expect(within(dialog).getByLabelText('What is a figure?')).toHaveDisplayValue('An average over the period');
  await user.selectOptions(same, 'C1 Telephone calls answered');
  await user.click(within(dialog).getByRole('button', { name: 'Confirm' }));
  expect(sent).toMatchObject([{ body: { indicators: [{ name: 'Calls answered', same_as: 'C1' }] } }]);
});

test('a table that was loaded leads on to what comes next', async () => {
  opened({ state: 'loaded', allowed_actions: [], counts: { ...COUNTS, unread: 0 } });
  expect(await screen.findByText('Loaded', { selector: 'h2, h3, strong, p, div' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'first steps' })).toHaveAttribute('href', '/set-up');
});
