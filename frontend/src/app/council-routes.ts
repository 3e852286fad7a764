import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { params } from '@/lib/search-params';
import { staff } from './staff-route';

// Pages of how a council is made up, and how it runs its performance.

const firstSteps = createRoute({
  getParentRoute: () => staff,
  path: '/set-up',
  component: lazyRouteComponent(() => import('@/features/first-steps/FirstStepsPage'), 'FirstStepsPage'),
});

const council = createRoute({
  getParentRoute: () => staff,
  path: '/council',
  component: lazyRouteComponent(() => import('@/features/council/CouncilPage'), 'CouncilPage'),
});

const units = createRoute({
  getParentRoute: () => staff,
  path: '/units',
  component: lazyRouteComponent(() => import('@/features/council/UnitsPage'), 'UnitsPage'),
});

const unit = createRoute({
  getParentRoute: () => staff,
  path: '/units/$unitId',
  component: lazyRouteComponent(() => import('@/features/council/UnitPage'), 'UnitPage'),
});

const portfolios = createRoute({
  getParentRoute: () => staff,
  path: '/portfolios',
  component: lazyRouteComponent(() => import('@/features/council/PortfoliosPage'), 'PortfoliosPage'),
});

const bodies = createRoute({
  getParentRoute: () => staff,
  path: '/bodies',
  component: lazyRouteComponent(() => import('@/features/council/BodiesPage'), 'BodiesPage'),
});

const framework = createRoute({
  getParentRoute: () => staff,
  path: '/framework',
  component: lazyRouteComponent(() => import('@/features/framework/FrameworkPage'), 'FrameworkPage'),
});

const adoptFramework = createRoute({
  getParentRoute: () => staff,
  path: '/framework/adopt',
  validateSearch: params({ from: 'text' }),
  component: lazyRouteComponent(() => import('@/features/framework/AdoptPage'), 'AdoptPage'),
});

const frameworkVersion = createRoute({
  getParentRoute: () => staff,
  path: '/framework/versions/$versionId',
  component: lazyRouteComponent(() => import('@/features/framework/VersionPage'), 'VersionPage'),
});

export const councilRoutes = [
  firstSteps,
  council,
  units,
  unit,
  portfolios,
  bodies,
  framework,
  adoptFramework,
  frameworkVersion,
] as const;
