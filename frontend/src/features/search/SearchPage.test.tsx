import { screen } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { renderPage } from '@/testing/page';
import { answers } from '@/testing/server';

const FOUND = [
  { kind: 'indicator', id: 24, ref: 'CHS3', name: 'Decent homes', detail: 'Council Housing' },
  { kind: 'edition', id: 10, ref: '2025-26-Q4', name: 'Quarter 4, edition 1', detail: 'ACE2605' },
];

describe('search', () => {
  test('shows what was found by its kind, each with its page', async () => {
    answers('/api/v1/search', { items: FOUND, more: ['indicator'] });
    renderPage('/search?q=homes');
    expect(await screen.findByText('2 results and more for “homes”.')).toBeVisible();
    expect(screen.getByRole('link', { name: 'CHS3 Decent homes' })).toHaveAttribute('href', '/indicators/24');
    expect(screen.getByRole('link', { name: 'Quarter 4, edition 1' })).toHaveAttribute(
      'href',
      '/documents/10',
    );
    expect(screen.getByText(/There are more. Add another word/)).toBeVisible();
  });

  test('asks for at least two letters, and puts what is typed in the address', async () => {
    answers('/api/v1/search', { items: [], more: [] });
    const { user, router } = renderPage('/search?q=h');
    expect(await screen.findByText('Type at least 2 letters.')).toBeVisible();
    await user.clear(screen.getByLabelText('A reference, or words of a name'));
    await user.type(screen.getByLabelText('A reference, or words of a name'), 'homes{Enter}');
    expect(await screen.findByText(/Nothing that you may see answers to “homes”/)).toBeVisible();
    expect(router.state.location.search).toEqual({ q: 'homes' });
  });
});
