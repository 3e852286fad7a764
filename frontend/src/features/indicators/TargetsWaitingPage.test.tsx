import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { indicator } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';
import { target } from '@/testing/targets';

function waiting() {
  answers('/api/v1/indicators', listOf(indicator()));
  answers('/api/v1/bodies', listOf());
  answers(
    '/api/v1/targets',
    listOf(
      target({ id: 7, period: '2023-24-Q1', state: 'proposed', allowed_actions: ['approve', 'decline'] }),
      target({ id: 8, period: '2023-24-Q2', state: 'proposed', allowed_actions: ['approve', 'decline'] }),
      target({ id: 9, period: '2023-24-Q3', state: 'proposed', allowed_actions: [] }),
    ),
  );
}

test('targets that are chosen are decided on at once; those that are somebody else’s cannot be chosen', async () => {
  waiting();
  const sent: unknown[] = [];
  server.use(
    http.post('*/api/v1/target-decisions', async ({ request }) => {
      sent.push(await request.json());
      return HttpResponse.json({ targets: [] });
    }),
  );
  const { user } = renderPage('/targets', ['decide_target']);
  await user.click(await screen.findByRole('checkbox', { name: 'Choose all targets shown' }));
  expect(screen.getAllByRole('checkbox')).toHaveLength(3);
  expect(screen.getByText('2 targets chosen')).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Decide on them' }));
  const dialog = within(await screen.findByRole('dialog', { name: 'Decide on 2 targets' }));
  await user.type(dialog.getByLabelText(/Minute reference/), 'CAB 12');
  await user.click(dialog.getByRole('button', { name: 'Record the decisions' }));
  expect(await screen.findByText(/^Choose several/)).toBeInTheDocument();
  expect(sent).toMatchObject([{ action: 'approve', target_ids: [7, 8], minute_reference: 'CAB 12' }]);
});

test('where one refuses, which it is and why is said, and nothing is lost', async () => {
  waiting();
  server.use(
    http.post('*/api/v1/target-decisions', () =>
      HttpResponse.json(
        {
          type: 'https://quarterdeck.example/problems/bulk-refused',
          title: 'Conflict',
          status: 409,
          detail: 'Nothing was done: 1 of 1 targets do not take this now.',
          instance: '',
          errors: [
            { pointer: '/target_ids/0', code: 'wrong-state', detail: 'H4, Q1 2023/24: It is approved.' },
          ],
        },
        { status: 409 },
      ),
    ),
  );
  const { user } = renderPage('/targets', ['decide_target']);
  const [, first] = await screen.findAllByRole('checkbox');
  await user.click(first as HTMLElement);
  await user.click(screen.getByRole('button', { name: 'Decide on them' }));
  await user.click(await screen.findByRole('button', { name: 'Record the decisions' }));
  expect(await screen.findByText(/H4, Q1 2023\/24: It is approved/)).toBeInTheDocument();
  expect(screen.getByText('1 target chosen')).toBeInTheDocument();
});
