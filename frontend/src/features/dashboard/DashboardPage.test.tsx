import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { listOf, renderPage } from '@/testing/page';
import { answers } from '@/testing/server';
import { board, glanced, summary } from './dashboard.fixtures';

const FIGURES = [
  glanced({ observation_id: 1, ref: 'H1', name: 'Homelessness prevented', rating: 'red' }),
  glanced({ observation_id: 2, ref: 'H2', name: 'Rent collected', rating: 'green', series_id: 22 }),
  glanced({ observation_id: 3, ref: 'H3', name: 'Repairs on time', rating: 'green', series_id: 23 }),
  glanced({ observation_id: 4, ref: 'H9', name: 'Calls received', kind: 'contextual', rating: 'unrated' }),
];

beforeEach(() => {
  answers('/api/v1/dashboard/periods', listOf());
  answers('/api/v1/dashboard/trends', { period: '2026-27-Q2', items: [] });
  answers('/api/v1/packs', listOf());
});

const counter = (name: RegExp) => screen.findByRole('button', { name });
const rows = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent);

describe('the counters', () => {
  test('say of how many they count, and keep it when they filter', async () => {
    answers('/api/v1/dashboard', board(FIGURES));
    const { user, router } = renderPage('/dashboard');
    await user.click(await counter(/Off target of 3 rated/));
    expect(rows()).toEqual(['H1Homelessness prevented']);
    expect(await counter(/Off target of 3 rated/)).toHaveAttribute('aria-pressed', 'true');
    expect(await counter(/On target of 3 rated/)).toBeVisible();
    expect(await counter(/Contextual of 4 figures/)).toBeVisible();
    expect(screen.getByText(/Showing 1 of 4 figures: off target/)).toBeVisible();
    await waitFor(() => expect(router.state.location.search).toEqual({ status: 'red' }));
  });

  test('filter together, as the address says, and let go again', async () => {
    answers('/api/v1/dashboard', board(FIGURES));
    const { user } = renderPage('/dashboard?status=red,contextual');
    expect(await screen.findByText(/Showing 2 of 4/)).toBeVisible();
    expect(rows()).toEqual(['H1Homelessness prevented', 'H9Calls received']);
    await user.click(screen.getByRole('button', { name: 'Show all figures' }));
    expect(rows()).toHaveLength(4);
  });

  test('stand beside those of the period before, with what that was of', async () => {
    const previous = {
      period: '2026-27-Q1',
      period_label: 'Quarter 1 2026/27 (April to June 2026)',
      summary: summary({ red: 3, green: 40 }),
    };
    answers('/api/v1/dashboard', board(FIGURES, { previous }));
    renderPage('/dashboard');
    expect(await counter(/2 fewer than in Q1 2026\/27 \(3 of 43\)/)).toBeVisible();
  });
});

test('a figure leads to its own page, in the edition it is read in', async () => {
  answers('/api/v1/dashboard', board(FIGURES.slice(0, 1), { pack: 12 }));
  renderPage('/dashboard?pack=12');
  const figure = await screen.findByRole('link', { name: '20.3 days' });
  expect(figure).toHaveAttribute('href', '/observations/1?pack=12');
  expect(figure).toHaveAttribute('data-figure', '1');
});

test('an edition is told by the bodies that saw it, and leads back to now', async () => {
  const issue = {
    locks: true,
    body_name: 'Cabinet',
    decided_on: '2026-06-09',
    issued_at: '2026-05-28T10:00:00Z',
  };
  answers('/api/v1/dashboard', board(FIGURES, { pack: 12, as_of_change: 900 }));
  const edition = {
    id: 12,
    number: 1,
    period_code: '2026-27-Q2',
    period_label: 'Q2 2026/27',
    issues: [issue],
  };
  answers(
    '/api/v1/packs',
    listOf({ ...edition, sealed_at: '2026-05-20T10:00:00Z', changed_since_decided: 2 }),
  );
  renderPage('/dashboard?pack=12&by=theme');
  expect(await screen.findByText('As Cabinet saw it on 9 June 2026 (edition 1 of Q2 2026/27)')).toBeVisible();
  expect(screen.getByText(/2 of its figures were restated since/)).toBeVisible();
  expect(screen.getByRole('link', { name: 'Back to now' })).toHaveAttribute(
    'href',
    '/dashboard?period=2026-27-Q2&by=theme',
  );
});

test('what needs attention says its rule and leads to what it found', async () => {
  const found = {
    kind: 'action' as const,
    id: 7,
    ref: 'A-0007',
    name: 'Train officers',
    sentence: 'Due by 1 May.',
  };
  const rules = [
    { rule: 'overdue_actions', sentence: 'Actions past the day they were due by.', found: [found] },
    { rule: 'revised', sentence: 'Changed by a restatement.', found: [] },
  ];
  answers('/api/v1/dashboard', board(FIGURES, { attention: rules }));
  renderPage('/dashboard');
  const aside = within(await screen.findByRole('complementary', { name: 'Needs attention' }));
  expect(aside.getByText('Actions past the day they were due by.')).toBeVisible();
  expect(aside.getByRole('link', { name: 'A-0007 Train officers' })).toHaveAttribute('href', '/actions/7');
  expect(aside.getByText(/Nothing found for: changed since members saw it/)).toBeVisible();
});

test('a quarter without figures says why, and what to do', async () => {
  answers('/api/v1/dashboard', board([], { groups: [] }));
  renderPage('/dashboard');
  expect(await screen.findByText(/There is no figure of Q2 2026\/27 that you may see/)).toBeVisible();
});
