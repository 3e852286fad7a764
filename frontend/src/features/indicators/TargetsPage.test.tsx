import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { indicator } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';

const FINDING = {
  code: 'target_times_ten',
  name: 'Ten times out',
  severity: 'warning',
  sentence: 'The target of 9.8 is about a tenth of the lowest figure on record.',
  needs_explanation: true,
  blocks: true,
};

test('what the checks find in a target is shown, and explained, before anything is proposed', async () => {
  answers('/api/v1/indicators/1', indicator());
  answers('/api/v1/indicators/1/targets', listOf());
  answers('/api/v1/indicators/1/series', listOf());
  const proposed: unknown[] = [];
  server.use(
    http.get('*/api/v1/periods', ({ request }) => {
      const year = new URL(request.url).searchParams.get('year');
      return HttpResponse.json(listOf({ code: `${year}-Q3`, label: `Quarter 3 of ${year}` }));
    }),
    http.post('*/api/v1/indicators/1/targets', async ({ request }) => {
      const body = (await request.json()) as { explanations: Record<string, string> };
      const clear = Object.keys(body.explanations).length > 0;
      if (new URL(request.url).searchParams.get('dry_run') === 'true')
        return HttpResponse.json({ clear, findings: [{ ...FINDING, blocks: !clear }] });
      proposed.push(body);
      return HttpResponse.json({}, { status: 201 });
    }),
  );
  const { user } = renderPage('/indicators/1/targets', ['propose_target']);
  await user.click(await screen.findByRole('button', { name: 'Propose a target' }));
  await user.type(await screen.findByLabelText('Target (%)'), '9.8');
  await user.click(screen.getByRole('button', { name: 'Propose' }));
  const explain = await screen.findByLabelText(FINDING.sentence);
  expect(proposed).toEqual([]);
  await user.type(explain, 'A new way of counting');
  await user.click(screen.getByRole('button', { name: 'Propose with these explanations' }));
  expect(await screen.findByText(/waits for approval/)).toBeInTheDocument();
  expect(proposed).toMatchObject([
    {
      period: expect.stringMatching(/^\d{4}-\d{2}-Q3$/),
      value: 9.8,
      explanations: { target_times_ten: 'A new way of counting' },
    },
  ]);
});
