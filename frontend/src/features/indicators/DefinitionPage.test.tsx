import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { indicator } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';

const QUARTERS = [
  ['2026-27-Q3', 'Quarter 3 2026/27 (October to December 2026)', '2026-10-01'],
  ['2098-99-Q1', 'Quarter 1 2098/99 (April to June 2098)', '2098-04-01'],
].map(([code, label, start_on]) => ({ code, label, start_on, end_on: '2098-06-30' }));

test('a change of definition says from which period, why, who agreed, and what to know of the break', async () => {
  answers('/api/v1/indicators/1', indicator());
  answers('/api/v1/bodies', listOf({ id: 3, code: 'CAB', name: 'Cabinet' }));
  answers('/api/v1/posts', listOf({ id: 8, code: 'DIR', title: 'Director of Housing', valid_to: null }));
  server.use(
    http.get('*/api/v1/periods', ({ request }) => {
      const first = new URL(request.url).searchParams.get('year')?.startsWith('2025');
      return HttpResponse.json(listOf(...(first ? QUARTERS : [])));
    }),
  );
  const sent: unknown[] = [];
  server.use(
    http.post('*/api/v1/indicators/1/definitions', async ({ request }) => {
      sent.push(await request.json());
      const problem = { title: 'Invalid', status: 422, detail: 'Say why', code: 'invalid' };
      const errors = [{ pointer: '/reason', code: 'missing', detail: 'Say why the definition changes.' }];
      return HttpResponse.json({ ...problem, errors }, { status: 422 });
    }),
  );
  const { user } = renderPage('/indicators/1/definition', ['edit_indicator']);
  const from = await screen.findByLabelText('Counts from');
  expect(within(from).getAllByRole('option')).toHaveLength(2);
  expect(from).toHaveDisplayValue('Q1 2098/99');
  expect(screen.queryByLabelText(/What to know about figures/)).toBeNull();
  await user.click(screen.getByRole('radio', { name: /^Yes, figures before and after/ }));
  await user.type(screen.getByLabelText(/What to know about figures/), 'Six points more');
  await user.click(screen.getByRole('radio', { name: /An officer/ }));
  await user.selectOptions(screen.getByLabelText('Post'), 'Director of Housing');
  await user.click(screen.getByRole('button', { name: 'Make the new version' }));
  expect(await screen.findAllByText('Say why the definition changes.')).not.toHaveLength(0);
  expect(sent).toEqual([
    expect.objectContaining({
      effective_from: '2098-04-01',
      breaks_series: true,
      break_note: 'Six points more',
      body_id: null,
      post_id: 8,
    }),
  ]);
});
