import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, lazyRouteComponent, type RouterHistory } from '@tanstack/react-router';
import { params } from '@/lib/search-params';
import { accessRoutes } from './access-routes';
import { assuranceRoutes } from './assurance-routes';
import { comparisonRoutes } from './comparison-routes';
import { councilRoutes } from './council-routes';
import { cycleRoutes } from './cycle-routes';
import { ErrorPage } from './ErrorPage';
import { indicatorRoutes } from './indicator-routes';
import { measuresRoutes } from './measures-routes';
import { NotFoundPage } from './NotFoundPage';
import { setUpRoutes } from './set-up-routes';
import { root, staff } from './staff-route';
import { Waiting } from './Waiting';

// The whole tree of pages: an address, what its query may hold, and the page, which is fetched when it is first opened.

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: params({ next: 'text', refused: 'text' }),
  component: lazyRouteComponent(() => import('@/features/account/SignInPage'), 'SignInPage'),
});

const begin = createRoute({
  getParentRoute: () => root,
  path: '/begin',
  component: lazyRouteComponent(() => import('@/features/first-steps/BeginPage'), 'BeginPage'),
});

const forgottenPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgotten-password',
  component: lazyRouteComponent(
    () => import('@/features/account/ForgottenPasswordPage'),
    'ForgottenPasswordPage',
  ),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('@/features/account/ResetPasswordPage'), 'ResetPasswordPage'),
});

const home = createRoute({
  getParentRoute: () => staff,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/home/HomePage'), 'HomePage'),
});

const account = createRoute({
  getParentRoute: () => staff,
  path: '/account',
  component: lazyRouteComponent(() => import('@/features/account/AccountPage'), 'AccountPage'),
});

const search = createRoute({
  getParentRoute: () => staff,
  path: '/search',
  validateSearch: params({ q: 'text' }),
  component: lazyRouteComponent(() => import('@/features/search/SearchPage'), 'SearchPage'),
});

/** An address that is none of these, within the frame for who is signed in. */
const nowhere = createRoute({ getParentRoute: () => staff, path: '$', component: NotFoundPage });

const tree = root.addChildren([
  signIn,
  begin,
  forgottenPassword,
  resetPassword,
  staff.addChildren([
    home,
    account,
    search,
    ...measuresRoutes,
    ...indicatorRoutes,
    ...assuranceRoutes,
    ...comparisonRoutes,
    ...cycleRoutes,
    ...councilRoutes,
    ...accessRoutes,
    ...setUpRoutes,
    nowhere,
  ]),
]);

/** The router; `history` only where there is no address bar, as in tests. */
export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    ...(history ? { history } : {}),
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    // What has come is shown: the router would keep a page waiting for half a second once it had said that it waits.
    defaultPendingMinMs: 0,
    scrollRestoration: true,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: Waiting,
  });
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Whether the page shows figures, which can be seen from an edition or a moment. */
    figures?: boolean;
  }

  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
