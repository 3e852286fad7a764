import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { EDITION, FOR_CABINET, ROUND } from '@/features/reports/edition.fixture';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';

const FOR_HOMES: Schema<'AwaitedDecision'> = {
  ...FOR_CABINET,
  stage: 'portfolio_review',
  name: 'Portfolio holders’ review',
  kind: 'portfolio_review',
  decisive: false,
  body_id: null,
  portfolio: 'HOMES',
};

const HOUSING = {
  id: 41,
  unit: { id: 3, code: 'HOU', name: 'Council Housing' },
  state: 'confirmed',
  allowed_actions: [],
};

function opened(part: Partial<Schema<'EditionDetail'>>, comments: Schema<'CommentRead'>[] = []) {
  answers('/api/v1/packs/12', { ...EDITION, ...part });
  answers('/api/v1/packs/12/comments', listOf(...comments));
  answers('/api/v1/people/known-as', listOf());
  answers('/api/v1/rounds/9', ROUND);
  answers('/api/v1/observations', listOf());
  answers('/api/v1/submissions', listOf(HOUSING));
  answers('/api/v1/meetings', listOf());
  answers(
    '/api/v1/portfolios',
    listOf({ id: 1, code: 'HOMES', name: 'Homes', valid_from: null, valid_to: null, version: 1 }),
  );
}

const ACTIONS = ['approve', 'note', 'return'];

test('a return names the services and needs a reason, which stays at its field when it is missing', async () => {
  opened({ awaiting: [FOR_HOMES], allowed_actions: ACTIONS });
  refuses('post', '/api/v1/packs/12/decisions', {
    status: 409,
    detail: 'Give a reason in the comment when you return an edition.',
    errors: [
      {
        pointer: '/comment',
        code: 'comment-required',
        detail: 'Give a reason in the comment when you return an edition.',
      },
    ],
  });
  const { user } = renderPage('/documents/12/review', ['decide_portfolio_review']);
  await user.click(await screen.findByRole('button', { name: 'Return' }));
  const dialog = await screen.findByRole('dialog', { name: /^Return edition 2 \(.*Homes\)\?$/ });
  await user.click(within(dialog).getByRole('checkbox', { name: 'Council Housing' }));
  await user.click(within(dialog).getByRole('button', { name: 'Return' }));
  expect(await within(dialog).findByRole('alert')).toHaveTextContent('Give a reason');
  const sent = takes('post', '/api/v1/packs/12/decisions', EDITION);
  await user.type(within(dialog).getByLabelText(/^Why it is returned/), 'The void count is wrong.');
  await user.click(within(dialog).getByRole('button', { name: 'Return' }));
  expect(await screen.findByText(/Homes: returned\.$/)).toBeVisible();
  expect(sent[0]).toMatchObject({
    ifMatch: '"7"',
    body: {
      action: 'return',
      stage: 'portfolio_review',
      portfolio: 'HOMES',
      submission_ids: [41],
      comment: 'The void count is wrong.',
    },
  });
});

test('returning all of it sends back every service there is', async () => {
  opened({ awaiting: [FOR_CABINET], allowed_actions: ACTIONS });
  const sent = takes('post', '/api/v1/packs/12/decisions', EDITION);
  const { user } = renderPage('/documents/12/review', ['record_decision']);
  await user.click(await screen.findByRole('button', { name: 'Record as returned' }));
  const dialog = await screen.findByRole('dialog');
  await user.click(within(dialog).getByRole('radio', { name: 'The whole report, to all services' }));
  await user.type(within(dialog).getByLabelText(/^Why it is returned/), 'Not clear.');
  await user.type(within(dialog).getByLabelText(/^Minute reference/), 'Minute 9');
  await user.click(within(dialog).getByRole('button', { name: 'Record as returned' }));
  await screen.findByText('Cabinet: returned.');
  expect(sent[0]?.body).toMatchObject({ submission_ids: [41], minute_reference: 'Minute 9' });
});

test('who records what members decided is not told that the decision is theirs', async () => {
  opened({ awaiting: [FOR_CABINET], allowed_actions: ACTIONS });
  renderPage('/documents/12/review', ['record_decision']);
  expect(await screen.findByText('The decision of Cabinet is to be recorded here')).toBeVisible();
  expect(screen.queryByText('Your decision is asked for')).toBeNull();
});

test('a reader without a decision to take is told so, sees the exceptions first and is offered no button', async () => {
  opened({ awaiting: [{ ...FOR_CABINET, may_decide: false }] });
  renderPage('/documents/12/review');
  expect(await screen.findByText(/No decision on this edition waits for you/)).toBeVisible();
  expect(screen.getByRole('heading', { name: 'H4 Average re-let time' })).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
  expect(screen.queryByRole('button', { name: /^Comment/ })).toBeNull();
});

test('a comment is about the figure it stands at', async () => {
  opened({});
  const sent = takes('post', '/api/v1/packs/12/comments', { id: 1 });
  const { user } = renderPage('/documents/12/review', ['comment_edition']);
  const [first] = await screen.findAllByRole('button', { name: 'Comment on H4 Average re-let time' });
  if (first) await user.click(first);
  await user.type(screen.getByLabelText('Your question or comment'), 'Is the depot counted?');
  await user.click(screen.getByRole('button', { name: 'Send the comment' }));
  await screen.findByText(/Nobody has commented/);
  expect(sent[0]?.body).toEqual({ series_id: 7, period: '2026-27-Q1', comment: 'Is the depot counted?' });
});
