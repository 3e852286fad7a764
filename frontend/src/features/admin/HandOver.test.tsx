import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { listOf, renderPage } from '@/testing/page';
import { answers, takes } from '@/testing/server';

test('a link to hand over is whole, also where the service does not know its own address', async () => {
  answers('/api/v1/people/7', {
    id: 7,
    name: 'Head of Parks',
    email: 'parks@council.example',
    active: true,
    standing: 'active',
    invited_at: null,
    signed_in_at: '2026-11-30T12:00:00Z',
    left_on: null,
    has_account: false,
    connected: false,
    second_factor: false,
    version: 1,
    posts: [],
    allowed_actions: ['update'],
  });
  answers('/api/v1/role-grants', listOf());
  answers('/api/v1/units', listOf());
  answers('/api/v1/posts', listOf());
  answers('/api/v1/bodies', listOf());
  answers('/api/v1/portfolios', listOf());
  takes('post', '/api/v1/people/7/password-resets', {
    link: '/reset-password#token=abc',
    expires_at: '2026-12-01T12:00:00Z',
  });
  const { user } = renderPage('/people/7', ['manage_access']);
  await user.click(await screen.findByRole('button', { name: 'Make a link for a new password' }));
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Make the link' }));
  expect(await screen.findByLabelText('Link')).toHaveValue(
    `${window.location.origin}/reset-password#token=abc`,
  );
});
