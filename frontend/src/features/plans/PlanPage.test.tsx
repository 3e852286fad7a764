import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { plan, thread, unit } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';

function tree(of: Partial<Schema<'PlanTree'>> = {}): Schema<'PlanTree'> {
  const milestones = { total: 0, done: 0, overdue: 0 };
  const statuses = { not_started: 0, on_course: 0, in_question: 0, unable: 0, completed: 0, withheld: 0 };
  return {
    ...plan(),
    supersedes_ids: [],
    counts: { themes: 1, priorities: 1, activities: 0, statuses, with_hints: 0, milestones },
    themes: [
      {
        id: 2,
        plan_id: 1,
        code: 'PEOPLE',
        name: 'People',
        position: 1,
        version: 1,
        priorities: [
          {
            id: 3,
            theme_id: 2,
            code: 'HOMES',
            name: 'A home for everyone',
            position: 1,
            version: 1,
            succession: { predecessor_ids: [], successor_ids: [] },
            activities: [],
          },
        ],
      },
    ],
    ...of,
  };
}

beforeEach(() => {
  answers('/api/v1/plans/1/consultations', listOf());
  answers('/api/v1/plans/1/reviews', listOf());
});

test('each priority counts its indicators by their latest rating', async () => {
  answers('/api/v1/plans/1', tree());
  answers('/api/v1/golden-thread', thread());
  answers('/api/v1/units', listOf(unit()));
  renderPage('/plans/1');
  const row = await screen.findByRole('row', { name: /A home for everyone/ });
  expect(within(row).getAllByText('1 near target').length).toBeGreaterThan(0);
  expect(screen.queryByRole('button', { name: 'Adopt the plan' })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Edit' })).toBeNull();
});

test('a draft is adopted where that is allowed, by the version that was read', async () => {
  answers('/api/v1/plans/1', tree({ state: 'draft', allowed_actions: ['adopt'], version: 6 }));
  answers('/api/v1/golden-thread', thread());
  answers('/api/v1/units', listOf(unit()));
  answers('/api/v1/bodies', listOf());
  const sent = takes('post', '/api/v1/plans/1/decisions', plan());
  const { user } = renderPage('/plans/1');
  await user.click(await screen.findByRole('button', { name: 'Adopt the plan' }));
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Adopt the plan' }));
  await screen.findByRole('button', { name: 'Adopt the plan' });
  expect(sent).toMatchObject([{ ifMatch: '"6"', body: { action: 'adopt' } }]);
});

test('a refusal of a new plan stands at the field it is about, and what was typed is kept', async () => {
  answers('/api/v1/units', listOf(unit()));
  refuses('post', '/api/v1/plans', {
    status: 422,
    detail: 'Some fields need correcting.',
    errors: [
      { pointer: '/end_on', code: 'before_start', detail: 'A plan ends on or after the day it starts.' },
    ],
  });
  const { user } = renderPage('/plans/new', ['edit_plan']);
  await user.type(await screen.findByLabelText('Title'), 'Housing plan');
  await user.type(screen.getByLabelText('Last day'), '2020-03-31');
  await user.click(screen.getByRole('button', { name: 'Make the draft' }));
  expect(await screen.findByLabelText('Last day')).toHaveAccessibleDescription(
    /on or after the day it starts/,
  );
  expect(screen.getByLabelText('Title')).toHaveValue('Housing plan');
});

test('a consultation says what was heard and what changed, and a step is taken by its own dialog', async () => {
  const consultation = {
    id: 5,
    plan_id: 1,
    number: 1,
    opens_on: '2026-01-05',
    closes_on: '2026-02-06',
    how: 'A survey',
    ended_on: '2026-02-06',
    heard: '312 answers',
    changed: 'A priority for homes',
    withdrawn_reason: '',
  };
  answers('/api/v1/plans/1', tree({ state: 'consulted', allowed_actions: ['redraft'], version: 6 }));
  answers('/api/v1/golden-thread', thread());
  answers('/api/v1/units', listOf(unit()));
  answers('/api/v1/plans/1/consultations', listOf(consultation));
  answers('/api/v1/evidence', listOf());
  const sent = takes('post', '/api/v1/plans/1/decisions', plan());
  const { user } = renderPage('/plans/1');
  expect(await screen.findByText('A priority for homes')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Back to draft' }));
  const dialog = await screen.findByRole('dialog');
  await user.type(within(dialog).getByLabelText('Why'), 'Cabinet wants other priorities');
  await user.click(within(dialog).getByRole('button', { name: 'Back to draft' }));
  await expect.poll(() => sent.length).toBe(1);
  expect(sent[0]).toMatchObject({
    body: { action: 'redraft', comment: 'Cabinet wants other priorities' },
    ifMatch: '"6"',
  });
});
