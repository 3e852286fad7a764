import { screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { calculation } from '@/features/calculations/fixtures';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';
import { observation, revision } from './observation.fixtures';

const edition = { edition_id: 8, number: 1, period_code: '2026-27-Q2' };

beforeEach(() => {
  answers('/api/v1/people/known-as', listOf({ person_id: 4, known_as: 'Head of Housing' }));
  answers('/api/v1/observations/7', observation({}));
  answers('/api/v1/observations/7/revisions', listOf(revision({})));
  answers('/api/v1/observations', listOf(observation({})));
});

describe('a figure', () => {
  test('is shown in the words that led to it, marked for whoever checks', async () => {
    const { container } = renderPage('/observations/7');
    expect(await screen.findByRole('heading', { level: 1, name: 'Average re-let time' })).toBeVisible();
    expect(container.querySelector('[data-figure-value]')).toHaveTextContent(/^20.3 days$/);
    expect(screen.getByText('On target where the target is met.')).toBeVisible();
  });

  test('that was overtaken says so and leads to what stands now', async () => {
    answers('/api/v1/observations', listOf(observation({ id: 9, revision: 2, value: 24.1 })));
    renderPage('/observations/7?pack=8');
    const now = await screen.findByRole('link', { name: '24.1 days stands now' });
    expect(now).toHaveAttribute('href', '/observations/9');
    expect(screen.getByText('As it stands in an edition of the report')).toBeVisible();
  });

  test('of an edition says nothing of now to who may see it there alone', async () => {
    answers('/api/v1/observations', listOf());
    renderPage('/observations/7?pack=8');
    expect(await screen.findByText('As it stands in an edition of the report')).toBeVisible();
    expect(screen.queryByText(/stands now|still stands/)).toBeNull();
  });

  test('says of each revision who, when and why, and which edition holds it', async () => {
    answers('/api/v1/observations/7/revisions', listOf(revision({ editions: [edition] })));
    renderPage('/observations/7');
    const table = within(await screen.findByRole('table', { name: /Revisions/ }));
    expect(table.getByText('Head of Housing')).toBeVisible();
    expect(table.getByText('Reported in the round')).toBeVisible();
    expect(table.getByRole('link', { name: 'Q2 2026/27, edition 1' })).toHaveAttribute(
      'href',
      '/documents/8',
    );
  });
});

test('a calculated figure shows what it was made of, and cannot be restated by itself', async () => {
  answers('/api/v1/observations/7', observation({ origin: 'calculation' }));
  const part = {
    observation_id: 3,
    role: 'part',
    indicator_id: 1,
    ref: 'H1',
    name: 'Homes let',
    unit: 'Housing',
    breakdown: 'ward:North',
    period: '2026-27-Q2',
    period_label: 'Quarter 2 2026/27 (July to September 2026)',
    unit_of_measure: 'homes',
    decimals: 0,
    value_state: 'value',
    value: 12,
    numerator: null,
    denominator: null,
    provisional: false,
    changed: true,
  };
  answers('/api/v1/observations/7/calculation', { calculation: calculation(), parts: [part], not_shown: 1 });
  renderPage('/observations/7', ['propose_restatement']);
  const table = within(await screen.findByRole('table', { name: /The figures it was made of/ }));
  const row = table.getByRole('row', { name: /H1 Homes let \(ward: North\)/ });
  expect(row).toHaveTextContent('Q2 2026/27Part12 homesChanged');
  expect(within(row).getByRole('link', { name: '12 homes' })).toHaveAttribute('href', '/observations/3');
  expect(screen.getByText(/^1 more figure you may not see yet/)).toBeVisible();
  expect(screen.queryByRole('link', { name: 'Propose a restatement of this figure' })).toBeNull();
});

describe('a judgement', () => {
  test('is given with its reason by who may, and a refusal keeps what was typed', async () => {
    const path = '/api/v1/observations/7/rating-overrides';
    refuses('post', path, { status: 409, detail: 'Somebody has judged it meanwhile.' });
    const { user } = renderPage('/observations/7', ['edit_indicator']);
    await user.click(await screen.findByRole('button', { name: 'Rate by judgement' }));
    const dialog = within(screen.getByRole('dialog', { hidden: true }));
    await user.click(dialog.getByLabelText('Near target'));
    await user.type(dialog.getByLabelText('Why'), 'The count was late');
    const submit = dialog.getByRole('button', { name: 'Rate by judgement', hidden: true });
    await user.click(submit);
    expect(await dialog.findByText('Somebody has judged it meanwhile.')).toBeInTheDocument();
    expect(dialog.getByLabelText('Why')).toHaveValue('The count was late');
    const sent = takes('post', path, observation({}));
    await user.click(submit);
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toEqual({ rating: 'amber', reason: 'The count was late' });
  });

  test('is not offered once members have decided, nor in an edition', async () => {
    answers('/api/v1/observations/7', observation({ approved: true }));
    renderPage('/observations/7', ['edit_indicator', 'propose_restatement']);
    await screen.findByRole('heading', { level: 1 });
    expect(screen.queryByRole('button', { name: 'Rate by judgement' })).toBeNull();
  });
});

test('a restatement is offered where members have the figure, to who may propose one', async () => {
  answers('/api/v1/observations/7/revisions', listOf(revision({ approved: true })));
  renderPage('/observations/7', ['propose_restatement']);
  expect(await screen.findByRole('link', { name: 'Propose a restatement of this figure' })).toHaveAttribute(
    'href',
    '/restatements/new?observation=7',
  );
});
