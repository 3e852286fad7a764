import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { renderPage } from '@/testing/page';
import { answers, takes } from '@/testing/server';

type Row = Schema<'RollOverRow'>;

function row(key: string, kind: Row['kind'], label: string, of: Partial<Row> = {}): Row {
  return {
    key,
    kind,
    label,
    detail: '',
    result: 'leave',
    suggested: true,
    under: null,
    about_id: null,
    ...of,
  };
}

function read(...rows: Row[]): Schema<'RollOverRead'> {
  return {
    from_year: '2026-27',
    from_label: '2026/27',
    year: '2027-28',
    label: '2027/28',
    rows,
    digest: 'a'.repeat(64),
    done: [],
  };
}

const YEAR = row('round:2027-28', 'round', '2027/28: indicators and targets');
const QUARTER = row('round:2027-28-Q1', 'round', 'Q1 2027/28');
const WITHOUT = row('target:7', 'target_missing', 'H7 Rent collected', { result: 'note', about_id: 7 });

test('what is ticked is tried first; what is taken is what was looked at', async () => {
  answers('/api/v1/roll-overs/2027-28', read(YEAR, QUARTER, WITHOUT));
  const sent = takes('post', '/api/v1/roll-overs', read({ ...YEAR, result: 'make' }, QUARTER, WITHOUT));
  const { user } = renderPage('/roll-over?year=2027-28', ['manage_round']);
  await user.click(await screen.findByRole('checkbox', { name: /Q1 2027/ }));
  await user.click(screen.getByRole('button', { name: 'Look at what would be made' }));
  const dialog = await screen.findByRole('dialog', { name: 'Roll over into 2027/28' });
  expect(within(dialog).getByText(/Round of 2027\/28: indicators and targets/)).toBeVisible();
  expect(within(dialog).queryByText(/Q1 2027/)).toBeNull();
  await user.click(within(dialog).getByRole('button', { name: 'Take them into 2027/28' }));
  await waitFor(() => expect(sent).toHaveLength(2));
  expect(sent.map(({ body }) => body)).toEqual([
    { year: '2027-28', take: ['round:2027-28'] },
    { year: '2027-28', take: ['round:2027-28'], digest: 'a'.repeat(64) },
  ]);
});

test('a round that is there already leads to it, also from the indicators without a target', async () => {
  answers('/api/v1/roll-overs/2027-28', read({ ...YEAR, result: 'done', about_id: 11 }, WITHOUT));
  const { user } = renderPage('/roll-over?year=2027-28', ['manage_round']);
  const there = await screen.findByRole('link', { name: '2027/28: indicators and targets' });
  expect(there).toHaveAttribute('href', '/rounds/11');
  expect(document.title).toBe('From 2026/27 into 2027/28 – Quarterdeck');
  await user.click(screen.getByText('Indicators without a target (1)'));
  expect(screen.getByRole('link', { name: 'Go to the round' })).toHaveAttribute('href', '/rounds/11');
});

test('indicators without a target say that the year’s round can be ticked where it is not planned', async () => {
  answers('/api/v1/roll-overs/2027-28', read(YEAR, WITHOUT));
  const { user } = renderPage('/roll-over?year=2027-28', ['manage_round']);
  await user.click(await screen.findByText('Indicators without a target (1)'));
  expect(screen.getByText(/Tick it above to plan it/)).toBeVisible();
});
