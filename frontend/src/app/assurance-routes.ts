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

const samples = createRoute({
  getParentRoute: () => staff,
  path: '/assurance/samples',
  component: lazyRouteComponent(() => import('@/features/assurance/SamplesPage'), 'SamplesPage'),
});

const newSample = createRoute({
  getParentRoute: () => staff,
  path: '/assurance/samples/new',
  validateSearch: params({ edition: 'number' }),
  component: lazyRouteComponent(() => import('@/features/assurance/NewSamplePage'), 'NewSamplePage'),
});

const sample = createRoute({
  getParentRoute: () => staff,
  path: '/assurance/samples/$sampleId',
  component: lazyRouteComponent(() => import('@/features/assurance/SamplePage'), 'SamplePage'),
});

export const assuranceRoutes = [trail, samples, newSample, sample] as const;
