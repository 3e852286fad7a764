import { screen, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, expect, test } from 'vitest';
import { indicator } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';
import { calculation, collected } from './fixtures';

const NORTH = collected(12, { breakdown: 'ward:North' });
const SOUTH = collected(13, { breakdown: 'ward:South' });
const TRIED = {
  sentence: 'Would be calculated for 2 periods, 1 of them without a figure.',
  figures: [
    {
      period: '2026-27-Q2',
      period_label: 'Q2 2026/27',
      value_state: 'awaited',
      value: null,
      numerator: null,
      denominator: null,
      commentary: 'It cannot be calculated: there is no figure for H1 (ward: South), Q2 2026/27.',
      was: null,
    },
    {
      period: '2026-27-Q1',
      period_label: 'Q1 2026/27',
      value_state: 'value',
      value: 99,
      numerator: null,
      denominator: null,
      commentary: '',
      was: null,
    },
  ],
};
let sent: { dry: boolean; body: Record<string, unknown> }[];

beforeEach(() => {
  sent = [];
  answers('/api/v1/indicators/1', indicator());
  answers('/api/v1/indicators/1/calculations', listOf());
  answers('/api/v1/series', listOf(collected(11), NORTH, SOUTH));
  server.use(
    http.post('*/api/v1/indicators/1/calculations', async ({ request }) => {
      const dry = new URL(request.url).searchParams.get('dry_run') === 'true';
      sent.push({ dry, body: (await request.json()) as Record<string, unknown> });
      return HttpResponse.json(dry ? TRIED : calculation(), { status: dry ? 200 : 201 });
    }),
  );
});

async function picks(user: UserEvent, label: string, words: string) {
  await user.click(await screen.findByLabelText(label));
  await user.paste(words);
}

test('what a calculation comes to is shown, with what is missing, before it is recorded with its reason', async () => {
  const { user } = renderPage('/indicators/1/calculation', ['edit_indicator']);
  await picks(user, 'Made of', 'H1 Homes let (ward: North), Housing');
  await picks(user, 'Made of', 'H1 Homes let (ward: South), Housing');
  await user.type(screen.getByLabelText('From'), '2026-04-01');
  expect(screen.queryByRole('button', { name: 'Calculate it so' })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Try it on the figures there are' }));

  expect(await screen.findByText(TRIED.sentence)).toBeInTheDocument();
  expect(screen.getByRole('row', { name: /Q2 2026/ })).toHaveTextContent('no figure for H1 (ward: South)');
  expect(sent[0]).toMatchObject({
    dry: true,
    body: {
      operation: 'sum',
      covers: 'same_period',
      periods: 0,
      unit_id: 2,
      breakdown: 'all',
      parts: [
        { indicator_id: 1, unit_id: 2, breakdown: 'ward:North', role: 'part' },
        { indicator_id: 1, unit_id: 2, breakdown: 'ward:South', role: 'part' },
      ],
      effective_from: '2026-04-01',
    },
  });
  await user.click(screen.getByRole('button', { name: 'Calculate it so' }));
  const dialog = within(screen.getByRole('dialog'));
  await user.type(dialog.getByLabelText('Why'), 'One figure for the council');
  await user.click(dialog.getByRole('button', { name: 'Calculate it so' }));
  expect(sent.at(-1)).toMatchObject({ dry: false, body: { reason: 'One figure for the council' } });
});

test('a ratio asks for both sides, and rolling periods for how many', async () => {
  const { user } = renderPage('/indicators/1/calculation', ['edit_indicator']);
  await user.click(await screen.findByLabelText('A ratio'));
  await picks(user, 'Numerators', 'H1 Homes let (ward: North), Housing');
  await picks(user, 'Denominators', 'H1 Homes let (ward: South), Housing');
  await user.selectOptions(screen.getByLabelText('Of which periods'), 'last_periods');
  await user.type(screen.getByLabelText('From'), '2026-04-01');
  await user.click(screen.getByRole('button', { name: 'Try it on the figures there are' }));
  await screen.findByText(TRIED.sentence);
  expect(sent[0]?.body).toMatchObject({
    operation: 'ratio',
    covers: 'last_periods',
    periods: 4,
    parts: [{ role: 'numerator' }, { role: 'denominator' }],
  });
});

test('what is calculated may be entered again', async () => {
  answers('/api/v1/indicators/1/calculations', listOf(calculation()));
  const { user } = renderPage('/indicators/1/calculation', ['edit_indicator']);
  expect(await screen.findByText(/^The sum of H1/)).toBeInTheDocument();
  await user.click(screen.getByLabelText('Not any more'));
  await user.type(screen.getByLabelText('From'), '2026-10-01');
  await user.click(screen.getByRole('button', { name: 'Try it on the figures there are' }));
  expect(await screen.findByRole('button', { name: 'Let its service enter it' })).toBeInTheDocument();
  expect(sent[0]?.body).toMatchObject({ operation: null, parts: [] });
});

test('who may not change the indicator is told so', async () => {
  renderPage('/indicators/1/calculation');
  expect(await screen.findByRole('heading', { level: 1, name: 'How it is calculated' })).toBeInTheDocument();
  expect(screen.queryByLabelText('Made of')).toBeNull();
});
