import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';

function stage(given: Partial<Schema<'TemplateStage'>>): Schema<'TemplateStage'> {
  return {
    cycle: 'quarterly',
    key: 'check',
    name: 'The check',
    position: 1,
    kind: 'check',
    body_kind: null,
    days_allowed: 5,
    optional: false,
    decisive: false,
    ...given,
  };
}

const TEMPLATE: Schema<'FrameworkTemplate'> = {
  key: 'cabinet_first',
  name: 'Framework: Cabinet decides',
  description: 'Cabinet decides.',
  calendar: {
    submission_days: 15,
    proposal_days: 60,
    papers_clear_days: 5,
    commentary_for: ['red'],
    action_for_red: false,
  },
  rating_scheme: { kind: 'relative', parameters: { green_within: 0, amber_within: 10 } },
  legend: [{ of: 'rating', key: 'green', word: 'Green', meaning: 'On target' }],
  stages: [
    stage({}),
    stage({
      key: 'cabinet',
      name: 'Cabinet',
      position: 2,
      kind: 'member_body',
      body_kind: 'cabinet',
      decisive: true,
    }),
  ],
};

const CABINET: Schema<'BodyRead'> = {
  id: 4,
  code: 'CAB',
  name: 'Executive',
  kind: 'cabinet',
  of_members: true,
  valid_from: null,
  valid_to: null,
  version: 1,
};

function editor() {
  answers('/api/v1/framework/versions', listOf());
  answers('/api/v1/framework/templates', { items: [TEMPLATE], next_cursor: null });
  answers('/api/v1/bodies', listOf(CABINET));
  return renderPage('/framework/adopt?from=cabinet_first', ['manage_framework']);
}

test('the picture of the chain follows as stages are named, and all of it is sent', async () => {
  const sent = takes('post', '/api/v1/framework/versions', {});
  const { user } = editor();
  const picture = await screen.findByRole('img', { name: 'The check; then Cabinet, which decides.' });
  expect(within(picture).getByText('Executive')).toBeVisible();
  await user.click(screen.getAllByRole('button', { name: 'Add a stage' })[0] as HTMLElement);
  await user.type(screen.getAllByLabelText('Name').at(-1) as HTMLElement, 'Scrutiny');
  expect(
    screen.getByRole('img', { name: 'The check; then Cabinet, which decides; then Scrutiny.' }),
  ).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Move up: Scrutiny' }));
  await user.click(screen.getByRole('button', { name: 'Adopt this framework' }));
  const body = sent[0]?.body as Schema<'FrameworkVersionCreate'>;
  expect(body.stages?.map((each) => [each.key, each.position, each.body_id])).toEqual([
    ['check', 1, null],
    ['scrutiny', 2, null],
    ['cabinet', 3, 4],
  ]);
});

test('what stands against a stage is said at its field, and what was typed stays', async () => {
  refuses('post', '/api/v1/framework/versions', {
    status: 422,
    detail: 'Some fields need correcting.',
    errors: [
      { pointer: '/stages/1/body_id', code: 'missing', detail: 'Say which body decides at this stage.' },
    ],
  });
  const { user } = editor();
  const days = (await screen.findAllByLabelText('Working days')).at(-1) as HTMLInputElement;
  await user.clear(days);
  await user.type(days, '12');
  await user.click(screen.getByRole('button', { name: 'Adopt this framework' }));
  expect(await screen.findByRole('link', { name: 'Say which body decides at this stage.' })).toBeVisible();
  expect(screen.getByLabelText('Who decides')).toHaveAccessibleDescription(/Say which body decides/);
  expect(days).toHaveValue('12');
});
