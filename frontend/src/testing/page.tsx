import { QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Schema } from '@/api/client';
import { createQueryClient } from '@/api/query-client';
import { createAppRouter } from '@/app/router';
import { answers } from './server';

/** Somebody signed in with these permissions, over the whole council. */
export function session(permissions: string[] = []): Schema<'SessionRead'> {
  return {
    person_id: 1,
    name: 'Performance Manager',
    council_id: 1,
    council_code: 'exampleton',
    council_name: 'Exampleton Borough Council',
    council_logo: null,
    roles: ['performance_team'],
    permissions,
    grants: [
      {
        role: 'performance_team',
        scope: 'council',
        scope_id: null,
        unit_ids: [],
        permissions,
        delegated: false,
      },
    ],
    post_ids: [],
  };
}

/** Opens an address of the front end as somebody with these permissions; what the service answers is said before. */
export function renderPage(address: string, permissions: string[] = []) {
  answers('/api/v1/session', session(permissions));
  const queryClient = createQueryClient(() => undefined);
  queryClient.setDefaultOptions({ queries: { retry: false } });
  const router = createAppRouter(queryClient, createMemoryHistory({ initialEntries: [address] }));
  const user = userEvent.setup();
  const page = render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { ...page, user, router };
}

/** A list as the service answers it. */
export function listOf<Item>(...items: Item[]) {
  return { items, next_cursor: null };
}
