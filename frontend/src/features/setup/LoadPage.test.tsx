import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';

type Load = Schema<'SetupLoadRead'>;

const LOAD: Load = {
  id: 7,
  filename: 'set-up.xlsx',
  sha256: '0',
  state: 'previewed',
  created_at: '2026-05-04T09:00:00Z',
  loaded_at: null,
  totals: { create: 2, change: 0, unchanged: 0, fault: 0, left: 0 },
  sheets: [{ sheet: 'Units', create: 2, change: 0, unchanged: 0, fault: 0, left: 0 }],
  left_sheets: [],
  unread_sheets: [],
  unread_columns: [],
  version: 1,
  allowed_actions: ['load', 'preview', 'throw_away'],
};

const ROW: Schema<'SetupRowRead'> = {
  id: 1,
  sheet: 'Units',
  row: 4,
  key: 'HOUSING',
  outcome: 'fault',
  changes: [],
  faults: [{ column: 'Kind', code: 'one_of', sentence: 'Use one of: Directorate, Service, Team.' }],
  notes: [],
};

function opened(load: Load, ...rows: Schema<'SetupRowRead'>[]) {
  answers('/api/v1/setup/loads/7', load);
  answers('/api/v1/setup/loads/7/rows', listOf(...rows));
  return renderPage('/set-up/workbook/7', ['manage_organisation']);
}

test('a row to mend stands with its sheet, column and mend, and nothing can be loaded', async () => {
  const totals = { ...LOAD.totals, fault: 1 };
  opened({ ...LOAD, totals, allowed_actions: ['preview', 'throw_away'] }, ROW);
  expect(await screen.findByText('1 row to mend before anything can be loaded')).toBeInTheDocument();
  const row = screen.getByRole('row', { name: /HOUSING/ });
  expect(within(row).getByText('Units, 4')).toBeInTheDocument();
  expect(within(row).getByText('Use one of: Directorate, Service, Team.')).toBeInTheDocument();
  expect(screen.queryByRole('button', { name: 'Load it' })).toBeNull();
});

test('two clicks load once, and what was loaded leads on', async () => {
  const sent = takes('post', '/api/v1/setup/loads/7/decisions', LOAD);
  const { user } = opened(LOAD);
  await user.click(await screen.findByRole('button', { name: 'Load it' }));
  await user.dblClick(within(screen.getByRole('dialog')).getByRole('button', { name: 'Load it' }));
  expect(sent).toMatchObject([{ body: { action: 'load' } }]);
});

test('what was loaded says so and leads to the first steps', async () => {
  opened({ ...LOAD, state: 'loaded', loaded_at: '2026-05-04T10:00:00Z', allowed_actions: [] });
  expect(await screen.findByText(/2 rows new, on 4 May 2026/)).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'first steps' })).toHaveAttribute('href', '/set-up');
  expect(screen.queryByRole('button', { name: /Load it|Throw it away/ })).toBeNull();
});

test('a record that has changed since is told, and the page stays usable', async () => {
  const detail = 'Something on record has changed since you looked: look again.';
  refuses('post', '/api/v1/setup/loads/7/decisions', {
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    detail,
  });
  const { user } = opened(LOAD);
  await user.click(await screen.findByRole('button', { name: 'Load it' }));
  const dialog = screen.getByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Load it' }));
  expect(await within(dialog).findByText(detail)).toBeInTheDocument();
  await user.click(within(dialog).getByRole('button', { name: 'Cancel' }));
  expect(screen.getByRole('button', { name: 'Look again' })).toBeEnabled();
});
