import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { renderPage } from '@/testing/page';
import { answers } from '@/testing/server';

function item(given: Partial<Schema<'HomeItem'>>): Schema<'HomeItem'> {
  return {
    kind: 'submission',
    id: 7,
    title: 'Housing Options, Q2',
    detail: '6 of 11 entered.',
    next: 'enter',
    state: 'draft',
    due_on: null,
    days_late: null,
    submission_id: 7,
    entry_id: null,
    round_id: 3,
    edition_id: null,
    indicator_id: null,
    stage: null,
    portfolio: null,
    ...given,
  };
}

function waits(groups: Schema<'HomeGroup'>[]): Schema<'HomeRead'> {
  return { today: '2026-11-30', groups, nothing_waits: groups.every((group) => group.key === 'papers') };
}

const PAPERS: Schema<'HomeGroup'> = {
  key: 'papers',
  title: 'Latest papers',
  count: 1,
  items: [item({ kind: 'edition_issue', id: 4, title: 'Report to Cabinet', next: 'read', edition_id: 12 })],
};

describe('the start page', () => {
  test('shows what waits in the order of its urgency, with how much of each', async () => {
    answers(
      '/api/v1/home',
      waits([
        {
          key: 'submissions',
          title: 'Submissions to complete',
          count: 30,
          items: [item({ days_late: 6, due_on: '2026-11-24' })],
        },
        {
          key: 'actions',
          title: 'Actions to do',
          count: 1,
          items: [item({ kind: 'action', id: 5, title: 'Train officers' })],
        },
        PAPERS,
      ]),
    );
    renderPage('/');
    expect(await screen.findByRole('heading', { level: 1, name: '31 things wait for you' })).toBeVisible();
    expect(screen.getAllByRole('heading', { level: 2 }).map((each) => each.textContent)).toEqual([
      'Submissions to complete 30',
      'Actions to do 1',
      'Latest papers 1',
    ]);
    const late = within(screen.getByRole('region', { name: /Submissions to complete/ }));
    expect(late.getByText('6 days late')).toBeVisible();
    expect(late.getByRole('link', { name: 'Housing Options, Q2' })).toHaveAttribute('href', '/submissions/7');
    expect(late.getByRole('link', { name: 'all submissions' })).toHaveAttribute('href', '/submissions');
    expect(screen.getByRole('link', { name: 'Train officers' })).toHaveAttribute('href', '/actions/5');
  });

  test('says that nothing waits, and offers the dashboard and the latest papers', async () => {
    answers('/api/v1/home', waits([PAPERS]));
    renderPage('/');
    expect(await screen.findByRole('heading', { level: 1, name: 'Nothing waits for you' })).toBeVisible();
    expect(within(screen.getByRole('main')).getByRole('link', { name: 'dashboard' })).toHaveAttribute(
      'href',
      '/dashboard',
    );
    expect(screen.getByRole('link', { name: 'Report to Cabinet' })).toHaveAttribute('href', '/documents/12');
  });

  test('leads an administrator, of whom nothing is asked, to the people and posts that a new council needs', async () => {
    answers('/api/v1/home', waits([]));
    renderPage('/', ['manage_access']);
    expect(await screen.findByRole('link', { name: 'people' })).toHaveAttribute('href', '/people');
    expect(screen.getByRole('link', { name: 'posts' })).toHaveAttribute('href', '/posts');
  });
});
