import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { board } from '@/features/dashboard/dashboard.fixtures';
import { listOf, renderPage } from '@/testing/page';
import { answers } from '@/testing/server';

const EDITION = {
  id: 12,
  number: 1,
  period_code: '2026-27-Q2',
  period_label: 'Q2 2026/27',
  sealed_at: '2026-05-20T10:00:00Z',
  changed_since_decided: null,
  issues: [],
};

function dashboard(given: object = {}) {
  answers('/api/v1/dashboard', board([], given));
  answers('/api/v1/packs', listOf(EDITION));
}

test('links between pages that show figures carry the view, and other pages do not', async () => {
  dashboard({ pack: 12 });
  renderPage('/dashboard?pack=12');
  expect(await screen.findByText('As it was sealed on 20 May 2026 (edition 1 of Q2 2026/27)')).toBeVisible();
  const nav = within(screen.getByRole('navigation', { name: 'Main' }));
  expect(nav.getByRole('link', { name: 'Indicators' })).toHaveAttribute('href', '/indicators?pack=12');
  expect(nav.getByRole('link', { name: 'Home' })).toHaveAttribute('href', '/');
  expect(screen.getByRole('link', { name: 'The papers' })).toHaveAttribute('href', '/documents/12');
});

test('an edition or the end of a day is chosen above the page and stands in its address', async () => {
  dashboard();
  const { user, router } = renderPage('/dashboard?period=2026-27-Q1&by=unit');
  await user.click(await screen.findByRole('button', { name: 'Look back' }));
  await user.click(await screen.findByRole('button', { name: 'Show the edition' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ pack: 12, by: 'unit' }));
  await user.click(await screen.findByRole('button', { name: 'Choose another' }));
  const day = await screen.findByLabelText('As it stood at the end of a day');
  await user.type(day, '2026-07-01');
  await user.click(screen.getByRole('button', { name: 'Show the day' }));
  await waitFor(() =>
    expect(router.state.location.search).toEqual({ as_of: '2026-07-01T22:59:59Z', by: 'unit' }),
  );
  await user.click(await screen.findByRole('link', { name: 'Back to now' }));
  await waitFor(() => expect(router.state.location.search).toEqual({ by: 'unit' }));
});

test('nothing can be changed while looking back', async () => {
  answers('/api/v1/plans', listOf());
  answers('/api/v1/indicators', listOf());
  answers('/api/v1/units', listOf());
  answers('/api/v1/portfolios', listOf());
  answers('/api/v1/packs', listOf(EDITION));
  const page = renderPage('/indicators', ['edit_indicator']);
  expect(await screen.findByRole('link', { name: 'New indicator' })).toBeVisible();
  page.unmount();
  renderPage('/indicators?pack=12', ['edit_indicator']);
  expect(await screen.findByRole('heading', { name: 'Indicators' })).toBeVisible();
  expect(screen.queryByRole('link', { name: 'New indicator' })).toBeNull();
  expect(screen.getByText(/Nothing can be changed while you look back/)).toBeVisible();
});
