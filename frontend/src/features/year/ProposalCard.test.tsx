import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { submission } from '@/features/submissions/fixtures';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';
import { proposal } from './fixtures';

const FINDING = {
  code: 'target_easier_than_outturn',
  severity: 'warning',
  sentence: 'It is easier than last year came to. Say why.',
  needs_explanation: true,
  blocks: true,
} as Schema<'EntryFinding'>;

/** The service as it stands: what it holds of the proposal, and what was sent to it. */
let held: Schema<'ProposalRead'>;
let sent: { version: string | null; body: unknown }[];

function stands(of: Partial<Schema<'ProposalRead'>> = {}) {
  held = proposal(of);
}

beforeEach(() => {
  localStorage.clear();
  stands();
  sent = [];
  answers(
    '/api/v1/submissions/1',
    submission({ id: 1, cycle: 'annual', period_code: '2027-28', state: 'draft' }),
  );
  answers('/api/v1/submissions/1/queries', listOf());
  answers('/api/v1/people/known-as', listOf());
  server.use(
    http.get('*/api/v1/submissions/1/proposals', () => HttpResponse.json(listOf(held))),
    http.patch('*/api/v1/submissions/1/proposals/5', async ({ request }) => {
      const version = request.headers.get('if-match');
      const body = (await request.json()) as Partial<Schema<'ProposalRead'>>;
      sent.push({ version, body });
      if (version !== `"${held.version}"`)
        return HttpResponse.json({ title: 'Changed', status: 412, detail: 'It changed.' }, { status: 412 });
      held = { ...held, ...body, version: held.version + 1 };
      return HttpResponse.json({ ...held, submission_state: 'draft', submission_version: 1 });
    }),
  );
});

test('who saves second is shown what the other typed, nothing is saved before they choose, and theirs can be taken', async () => {
  const { user } = renderPage('/submissions/1?enter=on-behalf');
  const why = await screen.findByLabelText(/^Why this is the target/);
  stands({ rationale: 'CMT asked for it', version: 4 });
  await user.clear(why);
  await user.type(why, 'Upper quartile');
  const clash = await screen.findByRole('region', {
    name: 'Changed by somebody else: H1 Applications decided',
  });
  const row = within(clash).getByRole('row', { name: /^Why/ });
  expect(row).toHaveTextContent('WhyCMT asked for itUpper quartile');
  expect(screen.getByText('Not saved: choose below.')).toBeInTheDocument();
  expect(sent).toHaveLength(1);
  expect(held.rationale).toBe('CMT asked for it');

  await user.click(within(clash).getByRole('button', { name: 'Take theirs' }));
  await waitFor(() =>
    expect(screen.getByLabelText(/^Why this is the target/)).toHaveValue('CMT asked for it'),
  );
  expect(sent).toHaveLength(1);
});

test('of two people in one proposal the second may keep their own words, over the version they have seen', async () => {
  const { user } = renderPage('/submissions/1?enter=on-behalf');
  const why = await screen.findByLabelText(/^Why this is the target/);
  stands({ rationale: 'CMT asked for it', version: 4 });
  await user.type(why, ' now');
  await user.click(await screen.findByRole('button', { name: 'Keep mine' }));
  await waitFor(() => expect(held.rationale).toBe('The regulator expects it now'));
  expect(sent.at(-1)).toEqual({ version: '"4"', body: { rationale: 'The regulator expects it now' } });
});

test('what two people changed apart is put together without asking', async () => {
  const { user } = renderPage('/submissions/1?enter=on-behalf');
  const target = await screen.findByLabelText(/^Target for 2027\/28/);
  stands({ rationale: 'CMT asked for it', version: 4 });
  await user.clear(target);
  await user.type(target, '97');
  await waitFor(() => expect(held.target?.value).toBe(97));
  expect(held.rationale).toBe('CMT asked for it');
  await waitFor(() =>
    expect(screen.getByLabelText(/^Why this is the target/)).toHaveValue('CMT asked for it'),
  );
  expect(screen.queryByRole('button', { name: 'Keep mine' })).toBeNull();
});

test('what was typed before the page was closed is not saved over what somebody else saved since', async () => {
  localStorage.setItem(
    'proposal-1-5',
    JSON.stringify({ version: 2, typed: { rationale: 'Mine of Friday' } }),
  );
  const { user } = renderPage('/submissions/1?enter=on-behalf');
  const clash = await screen.findByRole('region', { name: /^Changed by somebody else/ });
  expect(clash).toHaveTextContent('The regulator expects itMine of Friday');
  expect(sent).toEqual([]);
  await user.click(within(clash).getByRole('button', { name: 'Keep mine' }));
  await waitFor(() => expect(held.rationale).toBe('Mine of Friday'));
  await waitFor(() => expect(screen.getByLabelText(/^Why this is the target/)).toHaveValue('Mine of Friday'));
});

test.each([
  [
    'keep',
    {},
    ['Keep the target', 'Change the target', 'Drop the indicator'],
    /^Why this is the target \(optional\)/,
  ],
  ['change', {}, ['Keep the target', 'Change the target', 'Drop the indicator'], /^Why this is the target$/],
  ['drop', {}, ['Keep the target', 'Change the target', 'Drop the indicator'], /^Why it is dropped/],
  [
    'new',
    { is_new: true },
    ['Measure it from this year', 'Do not propose it after all'],
    /^Why this is the target$/,
  ],
] as const)('a proposal to %s asks for what it takes', async (change, of, choices, why) => {
  stands({ change, ...of });
  renderPage('/submissions/1?enter=on-behalf');
  const select = await screen.findByLabelText('What is proposed');
  expect(
    within(select)
      .getAllByRole('option')
      .map((each) => each.textContent),
  ).toEqual(['Choose', ...choices]);
  expect(screen.getByLabelText(why)).toBeInTheDocument();
  const types = change === 'change' || change === 'new';
  expect(screen.queryAllByLabelText(/^Target for 2027\/28/)).toHaveLength(types ? 1 : 0);
});

test('a finding is explained where it stands, and the explanation is saved with the proposal', async () => {
  stands({ findings: [FINDING] });
  const { user } = renderPage('/submissions/1?enter=on-behalf');
  await user.type(await screen.findByLabelText('Your explanation'), 'A crew was lost');
  await waitFor(() => expect(held.explanations).toEqual({ target_easier_than_outturn: 'A crew was lost' }));
});

test('who submits while the last words are on their way submits them too', async () => {
  stands({ rationale: '' });
  answers('/api/v1/submissions/1/checklist', { submission_id: 1, items: [] });
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  server.use(
    http.patch('*/api/v1/submissions/1/proposals/5', async ({ request }) => {
      const body = (await request.json()) as Partial<Schema<'ProposalRead'>>;
      sent.push({ version: request.headers.get('if-match'), body });
      if (sent.length === 1) await arrived;
      held = { ...held, ...body, version: held.version + 1 };
      return HttpResponse.json({ ...held, submission_state: 'draft', submission_version: 1 });
    }),
  );
  const { user } = renderPage('/submissions/1?enter=on-behalf');
  await user.type(await screen.findByLabelText(/^Why this is the target/), 'Upper');
  await waitFor(() => expect(sent).toHaveLength(1));
  await user.type(screen.getByLabelText(/^Why this is the target/), ' quartile');
  await user.click(screen.getByRole('button', { name: 'Submit' }));
  expect(screen.queryByRole('dialog')).toBeNull();
  arrive();
  expect(await screen.findByRole('dialog')).toBeInTheDocument();
  expect(held.rationale).toBe('Upper quartile');
});

test('what the service refuses to save is told before anything is submitted', async () => {
  answers('/api/v1/submissions/1/checklist', { submission_id: 1, items: [] });
  server.use(
    http.patch('*/api/v1/submissions/1/proposals/5', () =>
      HttpResponse.json({ title: 'Too long', status: 422, detail: 'It is too long.' }, { status: 422 }),
    ),
  );
  const { user } = renderPage('/submissions/1?enter=on-behalf');
  await user.type(await screen.findByLabelText(/^Why this is the target/), ' now');
  await user.click(screen.getByRole('button', { name: 'Submit' }));
  expect(
    await screen.findByRole('link', { name: /^H1 Applications decided: what you typed is not saved yet/ }),
  ).toBeInTheDocument();
  expect(screen.queryByRole('dialog')).toBeNull();
});
