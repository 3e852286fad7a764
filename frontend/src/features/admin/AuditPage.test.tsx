import { screen } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';

test('the log is asked for whole days, which the service takes as days and not as moments', async () => {
  const asked: string[] = [];
  server.use(
    http.get('*/api/v1/audit-events', ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(listOf());
    }),
  );
  answers('/api/v1/people/known-as', listOf());
  renderPage('/audit?from=2026-11-30&to=2026-11-30', ['read_audit_log']);
  expect(await screen.findByText(/Nothing in the log is like this/)).toBeVisible();
  expect(asked[0]).toContain('from_day=2026-11-30&to_day=2026-11-30');
});
