import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { staff } from './staff-route';

// Pages on which an indicator is made and changed: what it means, how it is rated, what it is calculated from.

const newIndicator = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/new',
  component: lazyRouteComponent(() => import('@/features/indicators/NewIndicatorPage'), 'NewIndicatorPage'),
});

const editIndicator = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/edit',
  component: lazyRouteComponent(() => import('@/features/indicators/EditIndicatorPage'), 'EditIndicatorPage'),
});

const ratingRule = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/rule',
  component: lazyRouteComponent(() => import('@/features/indicators/RatingRulePage'), 'RatingRulePage'),
});

const calculation = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/calculation',
  component: lazyRouteComponent(() => import('@/features/calculations/CalculationPage'), 'CalculationPage'),
});

const definition = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/definition',
  component: lazyRouteComponent(() => import('@/features/indicators/DefinitionPage'), 'DefinitionPage'),
});

export const indicatorRoutes = [newIndicator, editIndicator, ratingRule, calculation, definition] as const;
