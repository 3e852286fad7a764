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

const qualities = createRoute({
  getParentRoute: () => staff,
  path: '/assurance/data-quality',
  validateSearch: params({ review: 'text', judgement: 'text', unit: 'text', theme: 'text' }),
  component: lazyRouteComponent(() => import('@/features/assurance/QualityListPage'), 'QualityListPage'),
});

const quality = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/data-quality',
  component: lazyRouteComponent(() => import('@/features/assurance/QualityPage'), 'QualityPage'),
});

const assess = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/data-quality/new',
  component: lazyRouteComponent(() => import('@/features/assurance/AssessPage'), 'AssessPage'),
});

export const assuranceRoutes = [trail, samples, newSample, sample, qualities, quality, assess] as const;
