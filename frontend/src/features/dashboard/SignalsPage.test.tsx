import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { listOf, renderPage } from '@/testing/page';
import { answers } from '@/testing/server';
import { board, glanced } from './dashboard.fixtures';

const FIGURES = [
  glanced({ observation_id: 1, series_id: 21, ref: 'H1', name: 'Homelessness prevented', rating: 'red' }),
  glanced({ observation_id: 2, series_id: 22, ref: 'H2', name: 'Rent collected', rating: 'green' }),
  glanced({ observation_id: 3, series_id: 23, ref: 'H3', name: 'Homes built', rating: 'red' }),
];

function signal(series_id: number, of: Partial<Schema<'SignalRead'>>): Schema<'SignalRead'> {
  return {
    series_id,
    indicator_id: 11,
    ref: 'H',
    unit: 'exampleton',
    kind: 'performance',
    rating: 'red',
    variation: null,
    variation_words: '',
    signal: null,
    meaning: '',
    latest_period: '2026-27-Q2',
    assurance: null,
    assurance_words: '',
    basis: 'full',
    count: 20,
    without: null,
    without_words: '',
    ...of,
  };
}

beforeEach(() => {
  answers('/api/v1/dashboard/periods', listOf());
  answers('/api/v1/packs', listOf());
  answers('/api/v1/dashboard', board(FIGURES));
  answers('/api/v1/dashboard/signals', {
    period: '2026-27-Q2',
    run: 7,
    screened: false,
    settings_words: 'A run is 7 figures.',
    items: [
      signal(21, {
        variation: 'common',
        variation_words: 'Routine',
        assurance_words: 'Not expected to meet its target',
      }),
      signal(22, { variation: 'worsening', variation_words: 'Worsening', rating: 'green' }),
      signal(23, { without: 'too_few', without_words: 'Too few figures: 4 of 10.', basis: 'too_few' }),
    ],
  });
});

test('ratings stand beside signals, and a number leads to those it counts and to what they ask for', async () => {
  const { user, router } = renderPage('/dashboard/signals');
  const grid = within(await screen.findByRole('table', { name: 'Figures by status and signal' }));
  expect(grid.getByRole('button', { name: 'On target but worsening: 1' })).toBeEnabled();
  expect(grid.getByRole('button', { name: 'Off target and worsening: 0' })).toBeDisabled();
  await user.click(grid.getByRole('button', { name: 'Off target but routine: 1' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ status: 'red', signal: 'common' }));
  expect(screen.getByRole('heading', { name: 'Off target but routine' })).toBeVisible();
  expect(screen.getByText(/Asking for the reason of this one figure will not help/)).toBeVisible();
  const list = within(screen.getByRole('table', { name: /^Figures with their signals/ }));
  expect(list.getAllByRole('rowheader').map((each) => each.textContent)).toEqual([
    'H1 Homelessness prevented',
  ]);
  await user.click(screen.getByRole('button', { name: 'Show all figures' }));
  await waitFor(() => expect(router.state.location.search).toEqual({}));
});

test('what has no limits is listed with the reason', async () => {
  renderPage('/dashboard/signals');
  const list = within(await screen.findByRole('table', { name: /^Without process limits, and why/ }));
  expect(list.getByRole('row', { name: /H3 Homes built/ })).toHaveTextContent('Too few figures: 4 of 10.');
  expect(screen.getByText('A run is 7 figures.')).toBeVisible();
});
