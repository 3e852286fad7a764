import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import { Problem } from '@/api/problems';
import { sessionQuery } from '@/api/session';
import { ErrorOutside } from './ErrorPage';
import { Root } from './Root';
import { StaffLayout } from './StaffLayout';

export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

/** Everything behind sign-in. */
export const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  component: StaffLayout,
  errorComponent: ErrorOutside,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery());
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
      }
      throw error;
    }
  },
});
