import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { listOf, renderPage } from '@/testing/page';
import { answers, takes } from '@/testing/server';
import { yearEnd } from '@/testing/year-ends';
import { entered, figure, submission } from './fixtures';
import type { Entry } from './typed';

const MANAGER = ['read_entries', 'review_submission', 'confirm_submission'];
const SUBMITTED = submission({
  state: 'submitted',
  editable: false,
  allowed_actions: ['return', 'confirm'],
  submitted_at: '2026-10-15T15:40:00Z',
  version: 3,
});

function rated(entry: Entry, rating: 'green' | 'red', over: Partial<Entry> = {}): Entry {
  return entered(entry, 90, { rating: { rating, unrated_reason: null, sentence: '' }, ...over });
}

function open(...entries: Entry[]) {
  answers('/api/v1/submissions/7', SUBMITTED);
  answers('/api/v1/submissions/7/entries', listOf(...entries));
  answers('/api/v1/submissions/7/queries', listOf());
  answers('/api/v1/people/known-as', listOf());
  return renderPage('/submissions/7', MANAGER);
}

describe('a submission to be judged', { timeout: 30_000 }, () => {
  it('shows first what needs a second look, with what the service explains', async () => {
    const jump = {
      code: 'jump',
      severity: 'warning' as const,
      sentence: '90 is outside 93 to 97.',
      field: 'explanations/jump',
      needs_explanation: true,
      blocks: false,
    };
    open(
      rated(figure(1, 'H1'), 'green'),
      rated(figure(2, 'H2'), 'red', { findings: [jump], explanations: { jump: 'A depot was closed.' } }),
    );
    const first = await screen.findByRole('region', { name: 'Look at these first' });
    expect(within(first).getByRole('rowheader', { name: /H2/ })).toBeVisible();
    expect(within(first).getByText('The service explains: A depot was closed.')).toBeVisible();
    expect(within(first).queryByRole('rowheader', { name: /H1/ })).toBeNull();
    expect(screen.queryByRole('textbox', { name: /Actual/ })).toBeNull();
  });

  it('shows what the owner expects of the year beside what the figures alone say of it', async () => {
    answers('/api/v1/indicators/1/year-ends', listOf(yearEnd({ projected_words: '88%' })));
    const { user } = open(rated(figure(1, 'H1'), 'green', { forecast: 96 }));
    await user.click(await screen.findByRole('button', { name: /^Year-end forecast: 96.0%/ }));
    const panel = within(screen.getByRole('region', { name: 'Year-end forecast for H1' }));
    expect(panel.getByText('The owner’s forecast: 96.0%.')).toBeVisible();
    expect(await panel.findByText('88%')).toBeVisible();
    expect(panel.queryByRole('textbox')).toBeNull();
  });

  it('is returned with a reason, to the version that was read', async () => {
    const { user } = open(rated(figure(1, 'H1'), 'green'));
    const decided = takes('post', '/api/v1/submissions/7/decisions', SUBMITTED);
    await user.click(await screen.findByRole('button', { name: 'Return' }));
    const dialog = screen.getByRole('dialog');
    await user.type(within(dialog).getByRole('textbox'), 'H1: June is missing. By Friday.');
    await user.click(within(dialog).getByRole('button', { name: 'Return' }));
    await waitFor(() =>
      expect(decided).toEqual([
        { body: { action: 'return', comment: 'H1: June is missing. By Friday.' }, ifMatch: '"3"' },
      ]),
    );
  });
});
