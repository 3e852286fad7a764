import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { today } from '@/lib/dates';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';
import { CABINET, EDITION, FOR_CABINET, ROUND } from './edition.fixture';

const CALENDAR = { submission_days: 10, papers_clear_days: 5, commentary_for: [], action_for_red: true };

function opened(part: Partial<Schema<'EditionDetail'>>, meetings: Schema<'MeetingRead'>[] = []) {
  answers('/api/v1/packs/12', { ...EDITION, ...part });
  answers('/api/v1/packs', listOf({ ...EDITION, ...part }));
  answers('/api/v1/rounds/9', ROUND);
  answers('/api/v1/bodies', listOf(CABINET));
  answers('/api/v1/portfolios', listOf());
  answers('/api/v1/meetings', listOf(...meetings));
  answers('/api/v1/approvals', listOf());
  answers('/api/v1/observations', listOf());
  answers('/api/v1/framework/versions/1', { calendar: CALENDAR });
}

function meeting(id: number, held_on: string): Schema<'MeetingRead'> {
  return { id, body_id: 1, held_on, title: 'Cabinet', public: true, version: 1 };
}

test('papers that go out later than the clear working days are asked for the reason', async () => {
  opened({ awaiting: [{ ...FOR_CABINET, needs_issue: true }], allowed_actions: ['issue'] }, [
    meeting(2, today()),
    meeting(3, '2099-01-05'),
  ]);
  const sent = takes('post', '/api/v1/packs/12/issues', {
    id: 30,
    edition_id: 12,
    body_id: 1,
    body: 'CAB',
    body_name: 'Cabinet',
    public_from: today(),
  });
  const { user } = renderPage('/documents/12', ['issue_edition']);
  await user.click(await screen.findByRole('button', { name: 'Issue to a body' }));
  const dialog = await screen.findByRole('dialog', { name: 'Issue edition 2 for Q1 2026/27?' });
  expect(within(dialog).getByText(/Its 1 figure is locked/)).toBeVisible();
  await user.selectOptions(within(dialog).getByLabelText('Meeting (optional)'), '3');
  expect(within(dialog).queryByLabelText('Why the papers are late')).toBeNull();
  await user.selectOptions(within(dialog).getByLabelText('Meeting (optional)'), '2');
  await user.type(within(dialog).getByLabelText('Why the papers are late'), 'The auditor asked.');
  await user.type(within(dialog).getByLabelText('Report number'), 'ACE2610');
  await user.click(within(dialog).getByRole('button', { name: 'Issue to Cabinet' }));
  expect(await screen.findByText(/^Issued to Cabinet\. Its papers are public from/)).toBeVisible();
  expect(sent[0]?.body).toMatchObject({
    body_id: 1,
    meeting_id: 2,
    report_number: 'ACE2610',
    late_reason: 'The auditor asked.',
  });
});

test('where only a bank holiday makes papers late, the refusal asks for the reason and keeps what was typed', async () => {
  opened({ awaiting: [{ ...FOR_CABINET, needs_issue: true }], allowed_actions: ['issue'] }, [
    meeting(3, '2099-01-05'),
  ]);
  refuses('post', '/api/v1/packs/12/issues', {
    type: '/problems/late-reason-required',
    status: 409,
    detail: 'Papers go out 5 clear working days before a public meeting: give a late_reason.',
  });
  const { user } = renderPage('/documents/12', ['issue_edition']);
  await user.click(await screen.findByRole('button', { name: 'Issue to a body' }));
  await user.selectOptions(await screen.findByLabelText('Meeting (optional)'), '3');
  await user.type(screen.getByLabelText('Report number'), 'ACE2610');
  await user.click(screen.getByRole('button', { name: 'Issue to Cabinet' }));
  expect(await screen.findByLabelText('Why the papers are late')).toBeVisible();
  expect(screen.getByLabelText('Report number')).toHaveValue('ACE2610');
});

test('an edition whose figures changed since it was decided on says how many, and which', async () => {
  opened({ changed_since_decided: 1 });
  const restatement: Schema<'RestatementRead'> = {
    id: 5,
    series_id: 7,
    indicator_id: 4,
    ref: 'H4',
    name: 'Average re-let time',
    breakdown: 'all',
    unit_of_measure: 'days',
    decimals: 1,
    unit_id: 3,
    period_code: '2026-27-Q1',
    period_label: EDITION.period_label,
    value_state: 'value',
    value: 33,
    numerator: null,
    denominator: null,
    was_state: 'value',
    was: 31.4,
    was_id: 98,
    reason: 'Two voids were missing.',
    state: 'accepted',
    proposed_by: 2,
    proposed_at: '2026-11-12T10:00:00Z',
    decided_by: 3,
    decided_on: '2026-11-13',
    observation_id: 99,
    version: 2,
    allowed_actions: [],
  };
  answers('/api/v1/restatements', listOf(restatement));
  renderPage('/documents/12');
  expect(await screen.findByText('1 figure has changed since this edition was decided on')).toBeVisible();
  const table = screen.getByRole('table', { name: 'Changed since decided' });
  expect(within(table).getByText('Two voids were missing.')).toBeVisible();
});

test('checking the seal shows the digest and that it verifies', async () => {
  opened({});
  answers('/api/v1/packs/12/verify', {
    edition_id: 12,
    manifest_sha256: EDITION.manifest_sha256,
    verifies: true,
    faults: [],
  });
  const { user } = renderPage('/documents/12');
  await user.click(await screen.findByRole('button', { name: 'Check the seal' }));
  expect(await screen.findByText('It verifies')).toBeVisible();
  expect(screen.getByText(EDITION.manifest_sha256)).toBeVisible();
});

test('an exemption is lifted with a reason by whoever may issue the edition, and by nobody else', async () => {
  const exempt: Schema<'ExemptRead'>[] = [
    { kind: 'figure', series_id: 7, period_code: '2026-27-Q1', activity_id: null, reason: 'Paragraph 3' },
  ];
  opened({ exempt });
  const sent = takes('post', '/api/v1/packs/12/lifted-exemptions', { marked: 1 });
  const { user, unmount } = renderPage('/documents/12', ['issue_edition']);
  await user.click(
    await screen.findByRole('button', { name: 'Lift the exemption of H4 Average re-let time, Q1 2026/27' }),
  );
  await user.type(screen.getByLabelText('Why it is exempt no more'), 'The case is closed.');
  await user.click(screen.getByRole('button', { name: 'Lift the exemption' }));
  expect(await screen.findByText(/is exempt no more\.$/)).toBeVisible();
  expect(sent[0]?.body).toEqual({ series_id: 7, period: '2026-27-Q1', reason: 'The case is closed.' });
  unmount();
  renderPage('/documents/12');
  expect(await screen.findByRole('table', { name: 'Parts exempt from publication' })).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Lift/ })).toBeNull();
});

test('an action is raised from the decision that asks for it', async () => {
  opened({});
  answers(
    '/api/v1/approvals',
    listOf({
      id: 55,
      subject_kind: 'pack_edition',
      subject_id: 12,
      body_id: 1,
      portfolio_id: null,
      outcome: 'approved',
      decided_on: '2026-12-15',
      minute_reference: 'Minute 41',
      comment: 'The Head of Housing is to report on repairs.',
    }),
  );
  renderPage('/documents/12', ['raise_action']);
  const link = await screen.findByRole('link', { name: /^Raise an action from the decision of/ });
  expect(link).toHaveAttribute('href', '/actions/new?source_kind=approval&source_id=55');
});
