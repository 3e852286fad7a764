import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses } from '@/testing/server';

test('a field that was left empty asks for what belongs there, not for how a program writes it', async () => {
  answers('/api/v1/meetings', listOf());
  answers('/api/v1/bodies', listOf({ id: 1, code: 'CAB', name: 'Cabinet', valid_to: null }));
  refuses('post', '/api/v1/meetings', {
    status: 422,
    detail: 'Some fields need correcting.',
    errors: [
      { pointer: '/body_id', code: 'int_type', detail: 'Give a whole number.' },
      { pointer: '/held_on', code: 'date_parsing', detail: 'Write days as 2023-04-01.' },
      { pointer: '/title', code: 'missing', detail: 'Write something here.' },
    ],
  });
  const { user } = renderPage('/meetings', ['manage_meetings']);
  await user.click(await screen.findByRole('button', { name: 'Add a meeting' }));
  const dialog = screen.getByRole('dialog');
  await user.click(within(dialog).getByRole('button', { name: 'Add the meeting' }));
  const faults = within(await within(dialog).findByRole('alert'));
  expect(faults.getAllByRole('link').map((link) => link.textContent)).toEqual([
    'Choose a body.',
    'Give the day.',
    'Write something here.',
  ]);
});
