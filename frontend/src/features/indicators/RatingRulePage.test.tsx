import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { indicator } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';

const CHANGE = {
  id: 9,
  period: '2025-26-Q4',
  period_label: 'Quarter 4 2025/26 (January to March 2026)',
  unit: 'housing',
  breakdown: 'all',
  value: 97.1,
  from: 'amber',
  from_unrated_reason: null,
  to: 'red',
  to_unrated_reason: null,
};
const TRIED = { of: 48, would_change: 7, sentence: 'Would have changed 7 of 48.', changes: [CHANGE] };

test('a rule is tried, and what it would change is shown, before it can be adopted', async () => {
  answers('/api/v1/indicators/1', indicator());
  const sent: { dry: boolean; body: unknown }[] = [];
  server.use(
    http.post('*/api/v1/indicators/1/rating-rules', async ({ request }) => {
      const dry = new URL(request.url).searchParams.get('dry_run') === 'true';
      sent.push({ dry, body: await request.json() });
      return HttpResponse.json(dry ? TRIED : {}, { status: dry ? 200 : 201 });
    }),
  );
  const { user } = renderPage('/indicators/1/rule', ['edit_indicator']);
  const amber = await screen.findByLabelText(/^Near target where/);
  expect(screen.queryByRole('button', { name: 'Adopt this rule' })).toBeNull();
  await user.clear(amber);
  await user.type(amber, '2.5');
  await user.click(screen.getByRole('button', { name: 'Try on history' }));

  expect(await screen.findByRole('heading', { name: /would have changed 7 of 48/ })).toBeInTheDocument();
  const row = screen.getByRole('row', { name: /Q4 2025\/26/ });
  expect(row).toHaveTextContent('Q4 2025/2697.1%Near targetOff target');
  expect(sent.map(({ dry }) => dry)).toEqual([true]);

  await user.click(screen.getByRole('button', { name: 'Adopt this rule' }));
  const dialog = screen.getByRole('dialog');
  expect(dialog).toHaveTextContent('7 of 48 figures will be rated otherwise');
  await user.type(within(dialog).getByLabelText('Why it changes'), 'Agreed');
  answers('/api/v1/indicators/1/series', listOf());
  await user.click(within(dialog).getByRole('button', { name: 'Adopt this rule' }));
  expect(sent.at(-1)).toMatchObject({
    dry: false,
    body: { kind: 'relative', parameters: { green_within: 0, amber_within: 2.5 }, reason: 'Agreed' },
  });
});

test('what is changed after a trial has to be tried again', async () => {
  answers('/api/v1/indicators/1', indicator());
  server.use(http.post('*/api/v1/indicators/1/rating-rules', () => HttpResponse.json(TRIED)));
  const { user } = renderPage('/indicators/1/rule', ['edit_indicator']);
  await user.click(await screen.findByRole('button', { name: 'Try on history' }));
  await screen.findByRole('button', { name: 'Adopt this rule' });
  await user.type(screen.getByLabelText(/^Near target where/), '5');
  expect(screen.queryByRole('button', { name: 'Adopt this rule' })).toBeNull();
});
