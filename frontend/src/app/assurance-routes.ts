import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { params } from '@/lib/search-params';
import { staff } from './staff-route';

// Pages of assurance: what is on record about an indicator, and what internal audit looks at.

const trail = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/trail',
  validateSearch: params({ period: 'text', kind: 'text' }),
  component: lazyRouteComponent(() => import('@/features/assurance/TrailPage'), 'TrailPage'),
});

export const assuranceRoutes = [trail] as const;
