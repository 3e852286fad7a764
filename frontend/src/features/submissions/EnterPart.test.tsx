import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { listOf, renderPage, session } from '@/testing/page';
import { answers, server, takes } from '@/testing/server';
import { yearEnd } from '@/testing/year-ends';
import { entered, figure, submission } from './fixtures';
import type { Entry } from './typed';

const ENTRIES = '/api/v1/submissions/7/entries';
const PROVIDER = ['edit_submission', 'read_entries', 'add_evidence'];

/** Opens Housing's submission as its data provider. */
function open(...entries: Entry[]) {
  answers('/api/v1/submissions/7', submission());
  answers(ENTRIES, listOf(...entries));
  answers('/api/v1/submissions/7/queries', listOf());
  answers('/api/v1/people/known-as', listOf());
  const page = renderPage('/submissions/7', PROVIDER);
  const signedIn = session(PROVIDER);
  answers('/api/v1/session', {
    ...signedIn,
    grants: [
      {
        role: 'data_provider',
        scope: 'council',
        scope_id: null,
        unit_ids: [],
        permissions: PROVIDER,
        delegated: false,
      },
    ],
  });
  return page;
}

/** The service saves what is sent, by version; answers what was sent. */
function saves(...entries: Entry[]) {
  const now = new Map(entries.map((entry) => [entry.id, entry]));
  const sent: { id: number; body: Record<string, unknown>; ifMatch: string | null }[] = [];
  server.use(
    http.patch(`*${ENTRIES}/:id`, async ({ request, params }) => {
      const id = Number(params.id);
      const body = (await request.json()) as Record<string, unknown>;
      sent.push({ id, body, ifMatch: request.headers.get('if-match') });
      const before = now.get(id);
      if (!before) return new HttpResponse(null, { status: 404 });
      if (request.headers.get('if-match') !== `"${before.version}"`)
        return HttpResponse.json({ status: 412, detail: 'Changed', errors: [] }, { status: 412 });
      const saved = entered(before, before.value, body as Partial<Entry>);
      now.set(id, saved);
      return HttpResponse.json({ ...saved, submission_state: 'draft', submission_version: 2 });
    }),
  );
  return sent;
}

const actual = (ref: string) => screen.findByLabelText(`Actual for ${ref} Indicator ${ref}, in %`);

describe('the entry grid', { timeout: 30_000 }, () => {
  beforeEach(() => localStorage.clear());

  it('rates what is typed at once, and saves it with the version it was typed over', async () => {
    const sent = saves(figure(1, 'H1'));
    const { user } = open(figure(1, 'H1'));
    await user.type(await actual('H1'), '94.95');
    expect(screen.getByText('On target')).toBeVisible();
    await user.tab();
    expect(await screen.findByText('All saved.')).toBeVisible();
    expect(sent).toEqual([{ id: 1, body: { value: 94.95 }, ifMatch: '"1"' }]);
    expect(screen.getByText(/1 of 1 complete/)).toBeVisible();
  });

  it('takes what the owner expects of the year, beside what the figures alone say of it', async () => {
    const last = figure(2, 'H2', { period_code: '2026-27-Q4' });
    const sent = saves(figure(1, 'H1'), last);
    answers('/api/v1/indicators/1/year-ends', listOf(yearEnd()));
    const { user } = open(figure(1, 'H1'), last);
    await user.click(await screen.findByRole('button', { name: /^Year-end forecast for H1/ }));
    const panel = within(screen.getByRole('region', { name: 'Year-end forecast for H1' }));
    expect(await panel.findByText('120 homes')).toBeVisible();
    expect(panel.getByText(/the owner’s forecast was 10 homes off/)).toBeVisible();
    await user.type(panel.getByLabelText(/^Forecast for the year’s end: H1/), '96{Tab}');
    await waitFor(() => expect(sent.map(({ body }) => body)).toEqual([{ forecast: 96 }]));
    expect(await screen.findByRole('button', { name: /^Year-end forecast: 96.0% for H1/ })).toBeVisible();
    // With the year's last figure there is nothing left to forecast.
    expect(screen.queryByRole('button', { name: /^Year-end forecast.* for H2/ })).toBeNull();
  });

  it('moves down the column with Enter and the arrows', async () => {
    saves(figure(1, 'H1'), figure(2, 'H2'));
    const { user } = open(figure(1, 'H1'), figure(2, 'H2'));
    await user.type(await actual('H1'), '90{Enter}91{ArrowUp}');
    expect(await actual('H2')).toHaveValue('91');
    expect(await actual('H1')).toHaveFocus();
  });

  it('keeps what is no number as it was typed, and says so in its cell alone', async () => {
    const sent = saves(figure(1, 'H1'));
    const { user } = open(figure(1, 'H1'));
    await user.type(await actual('H1'), 'TBC{Tab}');
    expect(await actual('H1')).toHaveValue('TBC');
    expect(await actual('H1')).toHaveAccessibleDescription(/Enter a number, or choose why there is none/);
    expect(sent).toEqual([]);
  });

  it('fills a column downwards with what is pasted from a spreadsheet', async () => {
    const entries = [figure(1, 'H1'), figure(2, 'H2'), figure(3, 'H3')];
    saves(...entries);
    const { user } = open(...entries);
    await user.click(await actual('H2'));
    await user.paste('91.5%\r\n92\r\n93\r\n');
    expect(await actual('H1')).toHaveValue('');
    expect(await actual('H2')).toHaveValue('91.5%');
    expect(await actual('H3')).toHaveValue('92');
    expect(screen.getByText(/2 cells filled; 1 more were pasted than there are rows below/)).toBeVisible();
  });

  it('goes on while the connection is lost, and keeps what is typed in this browser', async () => {
    server.use(http.patch(`*${ENTRIES}/:id`, () => HttpResponse.error()));
    const { user } = open(figure(1, 'H1'), figure(2, 'H2'));
    await user.type(await actual('H1'), '90{Enter}');
    expect(await screen.findByText('No connection.')).toBeVisible();
    await user.type(await actual('H2'), '91');
    expect(await actual('H2')).toHaveValue('91');
    expect(localStorage.getItem('quarterdeck:typed:1:7')).toContain('"91"');
    const sent = saves(figure(1, 'H1'), figure(2, 'H2'));
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(sent.map(({ body }) => body)).toContainEqual({ value: 90 }));
    await waitFor(() => expect(screen.queryByText('No connection.')).toBeNull());
  });

  it("shows somebody else's figure beside mine, and saves the one that is chosen", async () => {
    const theirs = entered(figure(1, 'H1'), 93);
    const sent = saves(theirs);
    const { user } = open(figure(1, 'H1'));
    const cell = await actual('H1');
    answers(ENTRIES, listOf(theirs));
    await user.type(cell, '94{Tab}');
    const panel = await screen.findByRole('region', { name: /Changed by somebody else/ });
    expect(within(panel).getByRole('row', { name: /Actual/ })).toHaveTextContent('Actual9394');
    expect(cell).toHaveValue('94');
    await user.click(within(panel).getByRole('button', { name: 'Keep mine' }));
    expect(await screen.findByText('All saved.')).toBeVisible();
    expect(sent.at(-1)).toEqual({ id: 1, body: { value: 94 }, ifMatch: '"2"' });
  });

  it('leads from each line of the checklist to the cell where it is mended', async () => {
    saves(figure(1, 'H1'), figure(2, 'H2'));
    const { user } = open(figure(1, 'H1'), figure(2, 'H2'));
    await user.type(await actual('H1'), 'n/a');
    answers('/api/v1/submissions/7/checklist', {
      submission_id: 7,
      clear: false,
      counts: { entries: 2, entered: 0, errors: 2, warnings: 0, blocking: 2 },
      items: [1, 2].map((id) => ({
        entry_id: id,
        position: id,
        label: `H${id}`,
        findings: figure(id, `H${id}`).findings,
      })),
    });
    await user.click(screen.getByRole('button', { name: 'Submit' }));
    const summary = await screen.findByRole('alert');
    await waitFor(() => expect(summary).toHaveFocus());
    // One line for H1: what cannot be read there says more than that nothing is entered.
    expect(within(summary).getAllByRole('link')).toHaveLength(2);
    await user.click(within(summary).getByRole('link', { name: /H2: Nothing has been entered/ }));
    expect(await actual('H2')).toHaveFocus();
  });

  it('says what happens and submits, once everything is saved and clear', async () => {
    saves(figure(1, 'H1'));
    const { user } = open(figure(1, 'H1'));
    const decided = takes('post', '/api/v1/submissions/7/decisions', submission({ state: 'submitted' }));
    answers('/api/v1/submissions/7/checklist', {
      submission_id: 7,
      clear: true,
      counts: { entries: 1, entered: 1, errors: 0, warnings: 0, blocking: 0 },
      items: [],
    });
    await user.type(await actual('H1'), '96');
    await user.click(screen.getByRole('button', { name: 'Submit' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('It goes to the manager of Housing to confirm.');
    await user.click(within(dialog).getByRole('button', { name: 'Submit' }));
    await waitFor(() => expect(decided).toEqual([{ body: { action: 'submit' }, ifMatch: '"2"' }]));
  });
});
