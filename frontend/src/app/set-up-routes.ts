import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { params } from '@/lib/search-params';
import { staff } from './staff-route';

// Pages on which a council brings in what it has: the set-up workbook, and printed history.

const workbook = createRoute({
  getParentRoute: () => staff,
  path: '/set-up/workbook',
  component: lazyRouteComponent(() => import('@/features/setup/WorkbookPage'), 'WorkbookPage'),
});

const load = createRoute({
  getParentRoute: () => staff,
  path: '/set-up/workbook/$loadId',
  validateSearch: params({ sheet: 'text', outcome: 'text' }),
  component: lazyRouteComponent(() => import('@/features/setup/LoadPage'), 'LoadPage'),
});

const history = createRoute({
  getParentRoute: () => staff,
  path: '/set-up/history',
  component: lazyRouteComponent(() => import('@/features/setup/HistoryPage'), 'HistoryPage'),
});

const table = createRoute({
  getParentRoute: () => staff,
  path: '/set-up/history/$uploadId',
  validateSearch: params({ outcome: 'text' }),
  component: lazyRouteComponent(() => import('@/features/setup/TablePage'), 'TablePage'),
});

export const setUpRoutes = [workbook, load, history, table] as const;
