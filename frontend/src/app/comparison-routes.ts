import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { keepView } from '@/api/view';
import { params } from '@/lib/search-params';
import { staff } from './staff-route';

// Pages of comparison with others: files and their sources, areas, and an indicator beside others.

const comparisons = createRoute({
  getParentRoute: () => staff,
  path: '/comparisons',
  component: lazyRouteComponent(() => import('@/features/comparisons/ComparisonsPage'), 'ComparisonsPage'),
});

const areas = createRoute({
  getParentRoute: () => staff,
  path: '/comparisons/areas',
  component: lazyRouteComponent(() => import('@/features/comparisons/AreasPage'), 'AreasPage'),
});

const file = createRoute({
  getParentRoute: () => staff,
  path: '/comparisons/files/$comparisonFileId',
  component: lazyRouteComponent(
    () => import('@/features/comparisons/ComparisonFilePage'),
    'ComparisonFilePage',
  ),
});

const besideOthers = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/comparisons',
  search: { middlewares: [keepView] },
  staticData: { figures: true },
  validateSearch: params({ pack: 'number', as_of: 'text', period: 'text', group: 'number' }),
  component: lazyRouteComponent(() => import('@/features/comparisons/BesideOthersPage'), 'BesideOthersPage'),
});

const frameworks = createRoute({
  getParentRoute: () => staff,
  path: '/external-frameworks',
  component: lazyRouteComponent(() => import('@/features/comparisons/FrameworksPage'), 'FrameworksPage'),
});

const framework = createRoute({
  getParentRoute: () => staff,
  path: '/external-frameworks/$frameworkId',
  search: { middlewares: [keepView] },
  staticData: { figures: true },
  validateSearch: params({ pack: 'number', as_of: 'text' }),
  component: lazyRouteComponent(() => import('@/features/comparisons/FrameworkPage'), 'FrameworkPage'),
});

export const comparisonRoutes = [comparisons, areas, file, besideOthers, frameworks, framework] as const;
