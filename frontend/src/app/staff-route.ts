import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, notFound, redirect } from '@tanstack/react-router';
import { Problem } from '@/api/problems';
import { sessionQuery } from '@/api/session';
import { signInOptionsQuery } from '@/features/account/queries';
import { ErrorOutside } from './ErrorPage';
import { NotFoundOutside } from './NotFoundPage';
import { Root } from './Root';
import { StaffLayout } from './StaffLayout';

export const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

/** Everything behind sign-in. */
export const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  component: StaffLayout,
  errorComponent: ErrorOutside,
  notFoundComponent: NotFoundOutside,
  beforeLoad: async ({ context, location, params }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery());
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        // Where nobody can sign in yet, the council is made first.
        const options = await context.queryClient.ensureQueryData(signInOptionsQuery()).catch(() => null);
        if (options?.set_up_needed) throw redirect({ to: '/begin' });
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
      }
      throw error;
    }
    // "/indicators/H4" asks the service for no number, and its refusal speaks of fields that nobody filled in.
    const ids = Object.entries<unknown>(params).filter(([name]) => name.endsWith('Id'));
    if (ids.some(([, id]) => !/^[1-9]\d*$/.test(String(id)))) {
      throw notFound();
    }
  },
});
