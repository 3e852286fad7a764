import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';

const ROUND: Schema<'RoundDetail'> = {
  id: 10,
  cycle: 'quarterly',
  period_code: '2026-27-Q2',
  period_label: 'Quarter 2 2026/27 (July to September 2026)',
  framework_version_id: 1,
  state: 'collecting',
  due_on: '2026-11-20',
  opened_at: '2026-10-01T08:00:00Z',
  closed_at: null,
  cancelled_as: null,
  cancelled_reason: null,
  continued_in_id: null,
  continues: [],
  version: 2,
  allowed_actions: [],
  stages: [],
};

type State = Schema<'SubmissionState'>;

function row(id: number, name: string, state: State): Schema<'BoardRow'> {
  return {
    submission_id: id,
    unit_id: id,
    unit: name.toUpperCase(),
    unit_name: name,
    state,
    due_on: '2026-11-20',
    days_late: 3,
    submitted_at: null,
    confirmed_at: null,
    done: null,
  };
}

function submission(id: number, name: string, state: State, actions: string[]): Schema<'SubmissionRead'> {
  return {
    id,
    round_id: 10,
    cycle: 'quarterly',
    period_code: ROUND.period_code,
    period_label: ROUND.period_label,
    unit: { id, code: name.toUpperCase(), name },
    state,
    due_on: '2026-11-20',
    extended_from: null,
    overdue: true,
    days_late: 3,
    reminded_at: null,
    submitted_by: null,
    submitted_at: null,
    submitted_on_behalf: false,
    confirmed_by: null,
    confirmed_off_system: false,
    confirmed_by_post_id: null,
    off_system_evidence_id: null,
    confirmed_at: null,
    returned_reason: null,
    completeness: null,
    version: 1,
    editable: true,
    allowed_actions: actions,
  };
}

const TOTALS = {
  services: 2,
  by_state: { draft: 1, confirmed: 1 },
  late: 2,
  entries: 0,
  entered: 0,
  open_queries: 0,
};

function board(round: Schema<'RoundDetail'> = ROUND) {
  answers('/api/v1/rounds', listOf(round));
  answers('/api/v1/rounds/10', round);
  answers('/api/v1/rounds/10/board', {
    round_id: 10,
    period: ROUND.period_code,
    period_label: ROUND.period_label,
    state: 'collecting',
    due_on: ROUND.due_on,
    stages: [],
    rows: [row(1, 'Housing', 'draft'), row(2, 'Waste', 'confirmed')],
    totals: TOTALS,
  });
  answers(
    '/api/v1/submissions',
    listOf(
      submission(1, 'Housing', 'draft', ['remind', 'extend']),
      submission(2, 'Waste', 'confirmed', ['reopen']),
    ),
  );
  answers('/api/v1/packs', listOf());
}

test('reminding several says whom it reaches and whom it leaves out, and then what came of each', async () => {
  board();
  const sent = takes('post', '/api/v1/rounds/10/bulk-decisions', {
    action: 'remind',
    rows: [
      {
        submission_id: 1,
        unit: { id: 1, code: 'HOUSING', name: 'Housing' },
        state: 'draft',
        due_on: '2026-11-20',
        version: 2,
      },
    ],
  });
  const { user } = renderPage('/rounds/10', ['manage_round']);
  await user.click(await screen.findByRole('checkbox', { name: 'Choose all services shown' }));
  expect(screen.getByText('2 services chosen')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Remind' }));
  const dialog = screen.getByRole('dialog', { name: 'Remind 1 service?' });
  expect(within(dialog).getByText(/Left out.*Waste \(confirmed\)/)).toBeVisible();
  await user.click(within(dialog).getByRole('button', { name: 'Remind 1 service' }));
  expect(await screen.findByText('Housing: reminded, due on 20 November 2026 (draft)')).toBeVisible();
  expect(sent[0]?.body).toMatchObject({ action: 'remind', submission_ids: [1] });
});

test('a refused decision on several tells of each service why, and keeps what was typed', async () => {
  board();
  refuses('post', '/api/v1/rounds/10/bulk-decisions', {
    status: 409,
    detail: 'Nothing was done: 1 of 1 submissions do not take this now.',
    errors: [{ pointer: '/submission_ids/0', code: 'wrong-state', detail: 'Housing: it was submitted.' }],
  });
  const { user } = renderPage('/rounds/10', ['manage_round']);
  await user.click(await screen.findByRole('checkbox', { name: 'Choose Housing' }));
  await user.click(screen.getByRole('button', { name: 'Give more time' }));
  await user.type(screen.getByLabelText('Why they get more time'), 'Two staff are ill.');
  await user.click(screen.getByRole('button', { name: 'Give more time to 1 service' }));
  expect(await screen.findByText('Housing: it was submitted.')).toBeVisible();
  expect(screen.getByLabelText('Why they get more time')).toHaveValue('Two staff are ill.');
});

test('sealing names the services that have not confirmed and asks why it goes without them', async () => {
  board();
  const sent = takes('post', '/api/v1/packs', { id: 3 });
  refuses('get', '/api/v1/packs/3', { status: 404, detail: 'There is no such pack edition.' });
  const { user, router } = renderPage('/rounds/10', ['manage_round', 'seal_edition']);
  await user.click(await screen.findByRole('button', { name: 'Seal the report' }));
  const dialog = screen.getByRole('dialog', { name: 'Seal the report?' });
  expect(within(dialog).getByText('1 service of 2 not confirmed')).toBeVisible();
  expect(within(dialog).getByText('Housing: draft')).toBeVisible();
  await user.type(within(dialog).getByLabelText('Why the report is sealed without them'), 'It is late.');
  await user.click(within(dialog).getByRole('button', { name: 'Seal without them' }));
  await waitFor(() => expect(router.state.location.pathname).toBe('/documents/3'));
  expect(sent[0]?.body).toEqual({ round_id: 10, allow_missing: true, comment: 'It is late.' });
});

test('the round that plans a year seals proposals, and counts them, not figures and commentary', async () => {
  board({ ...ROUND, cycle: 'annual', period_code: '2027-28', period_label: '2027/28' });
  const done = { entries: 9, entered: 4, errors: 5, unexplained: 0, open_queries: 0 };
  answers('/api/v1/rounds/10/board', {
    round_id: 10,
    period: '2027-28',
    period_label: '2027/28',
    state: 'collecting',
    due_on: ROUND.due_on,
    stages: [],
    rows: [{ ...row(1, 'Housing', 'draft'), done: { ...done, commentary_asked: 0, commentary_given: 0 } }],
    totals: { ...TOTALS, entries: 9, entered: 4 },
  });
  const { user } = renderPage('/rounds/10', ['manage_round', 'seal_edition']);
  expect(await screen.findByText(/4 of 9 indicators with a proposal/)).toBeVisible();
  expect(screen.getByRole('columnheader', { name: 'Entered' })).toBeVisible();
  expect(screen.queryByRole('columnheader', { name: 'Commentary' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Seal the proposals' }));
  const dialog = screen.getByRole('dialog', { name: 'Seal the proposals?' });
  expect(within(dialog).getByLabelText('Why the proposals are sealed without them')).toBeVisible();
});

test('who does not run the round chooses nothing and is offered no decision', async () => {
  board();
  answers('/api/v1/submissions', listOf(submission(1, 'Housing', 'draft', [])));
  renderPage('/rounds/10', ['read_submitted']);
  expect(await screen.findByRole('link', { name: 'Housing' })).toBeVisible();
  expect(screen.queryByRole('checkbox')).toBeNull();
  expect(screen.queryByRole('columnheader', { name: 'Entered' })).toBeNull();
  // What was typed is not theirs to read: no link leads there.
  expect(screen.queryByRole('link', { name: /^What changed/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'Seal the report' })).toBeNull();
});
