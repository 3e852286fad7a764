import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPage } from '@/testing/page';
import { answers, refuses } from '@/testing/server';

describe('the frame', () => {
  it('shows a member only the parts that their role has a use for', async () => {
    renderPage('/nowhere', ['read_editions']);
    expect(await screen.findByRole('link', { name: 'Dashboard' })).toBeVisible();
    expect(screen.queryByRole('link', { name: 'Audit log' })).toBeNull();
    expect(screen.queryByRole('link', { name: 'Submissions' })).toBeNull();
  });

  it('says what to do at an address that does not exist', async () => {
    renderPage('/nowhere');
    expect(await screen.findByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Go to your start page' })).toHaveAttribute('href', '/');
  });

  it('takes an address with a word where a number belongs for one that does not exist', async () => {
    renderPage('/indicators/H4');
    expect(await screen.findByRole('main')).toHaveTextContent('Page not found');
    expect(await screen.findByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
  });

  it('asks who is not signed in to sign in, and remembers where they wanted to go', async () => {
    answers('/api/v1/sign-in-options', { councils: [], password: true, provider: null, mail_enabled: false });
    const { router } = renderPage('/dashboard?period=2026-27-Q1');
    refuses('get', '/api/v1/session', { status: 401, detail: 'Sign in first.' });
    expect(await screen.findByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    expect(router.state.location.search).toEqual({ next: '/dashboard?period=2026-27-Q1' });
  });
});
