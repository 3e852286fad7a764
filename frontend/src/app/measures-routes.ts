import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { keepView } from '@/api/view';
import { dashboardQuery } from '@/features/dashboard/queries';
import { params } from '@/lib/search-params';
import { staff } from './staff-route';

// Pages of what the council plans and measures: dashboard, figures, plans, indicators, targets.

/** What an address holds of from where figures are seen: links between the pages that show figures carry it. */
const VIEW = { pack: 'number', as_of: 'text' } as const;
const ofView = { search: { middlewares: [keepView] }, staticData: { figures: true } };

const dashboardSearch = params({
  ...VIEW,
  period: 'text',
  by: 'text',
  status: 'text',
  plan: 'text',
});

const dashboard = createRoute({
  getParentRoute: () => staff,
  path: '/dashboard',
  ...ofView,
  validateSearch: dashboardSearch,
  // The figures are asked for while the page itself is fetched.
  loaderDeps: ({ search: { period, pack, as_of, by } }) => ({ period, pack, as_of, by }),
  loader: ({ context, deps }) => void context.queryClient.prefetchQuery(dashboardQuery(deps)),
  component: lazyRouteComponent(() => import('@/features/dashboard/DashboardPage'), 'DashboardPage'),
});

const compare = createRoute({
  getParentRoute: () => staff,
  path: '/compare',
  // Both views have names of their own: neither is carried to other pages.
  validateSearch: params({
    from_pack: 'number',
    from_as_of: 'text',
    to_pack: 'number',
    to_as_of: 'text',
    period: 'text',
  }),
  component: lazyRouteComponent(() => import('@/features/views/ComparePage'), 'ComparePage'),
});

const signals = createRoute({
  getParentRoute: () => staff,
  path: '/dashboard/signals',
  ...ofView,
  validateSearch: params({
    ...VIEW,
    period: 'text',
    by: 'text',
    status: 'text',
    plan: 'text',
    signal: 'text',
  }),
  component: lazyRouteComponent(() => import('@/features/dashboard/SignalsPage'), 'SignalsPage'),
});

const observation = createRoute({
  getParentRoute: () => staff,
  path: '/observations/$observationId',
  ...ofView,
  validateSearch: params({ ...VIEW }),
  component: lazyRouteComponent(() => import('@/features/dashboard/ObservationPage'), 'ObservationPage'),
});

const plans = createRoute({
  getParentRoute: () => staff,
  path: '/plans',
  ...ofView,
  validateSearch: params({ ...VIEW, state: 'text' }),
  component: lazyRouteComponent(() => import('@/features/plans/PlansPage'), 'PlansPage'),
});

const newPlan = createRoute({
  getParentRoute: () => staff,
  path: '/plans/new',
  component: lazyRouteComponent(() => import('@/features/plans/NewPlanPage'), 'NewPlanPage'),
});

const plan = createRoute({
  getParentRoute: () => staff,
  path: '/plans/$planId',
  ...ofView,
  validateSearch: params(VIEW),
  component: lazyRouteComponent(() => import('@/features/plans/PlanPage'), 'PlanPage'),
});

const planOutturns = createRoute({
  getParentRoute: () => staff,
  path: '/plans/$planId/outturns',
  ...ofView,
  validateSearch: params(VIEW),
  component: lazyRouteComponent(() => import('@/features/plans/PlanOutturnsPage'), 'PlanOutturnsPage'),
});

const planSuccession = createRoute({
  getParentRoute: () => staff,
  path: '/plans/$planId/succession',
  component: lazyRouteComponent(() => import('@/features/plans/SuccessionPage'), 'SuccessionPage'),
});

const planChanges = createRoute({
  getParentRoute: () => staff,
  path: '/plans/$planId/changes',
  component: lazyRouteComponent(() => import('@/features/plans/PlanChangesPage'), 'PlanChangesPage'),
});

const planYear = createRoute({
  getParentRoute: () => staff,
  path: '/plans/$planId/year',
  validateSearch: params({ year: 'text' }),
  component: lazyRouteComponent(() => import('@/features/plans/PlanYearPage'), 'PlanYearPage'),
});

const rollOver = createRoute({
  getParentRoute: () => staff,
  path: '/roll-over',
  validateSearch: params({ year: 'text' }),
  component: lazyRouteComponent(() => import('@/features/plans/RollOverPage'), 'RollOverPage'),
});

const goldenThread = createRoute({
  getParentRoute: () => staff,
  path: '/golden-thread',
  ...ofView,
  validateSearch: params({ ...VIEW, plan: 'number' }),
  component: lazyRouteComponent(() => import('@/features/plans/GoldenThreadPage'), 'GoldenThreadPage'),
});

const priority = createRoute({
  getParentRoute: () => staff,
  path: '/priorities/$priorityId',
  ...ofView,
  validateSearch: params(VIEW),
  component: lazyRouteComponent(() => import('@/features/plans/PriorityPage'), 'PriorityPage'),
});

const activities = createRoute({
  getParentRoute: () => staff,
  path: '/activities',
  validateSearch: params({ q: 'text', unit: 'text', status: 'text', plan: 'text' }),
  component: lazyRouteComponent(() => import('@/features/plans/ActivitiesPage'), 'ActivitiesPage'),
});

const activity = createRoute({
  getParentRoute: () => staff,
  path: '/activities/$activityId',
  ...ofView,
  validateSearch: params(VIEW),
  component: lazyRouteComponent(() => import('@/features/plans/ActivityPage'), 'ActivityPage'),
});

const indicators = createRoute({
  getParentRoute: () => staff,
  path: '/indicators',
  ...ofView,
  validateSearch: params({
    ...VIEW,
    q: 'text',
    unit: 'text',
    portfolio: 'text',
    plan: 'text',
    theme: 'text',
    priority: 'text',
    kind: 'text',
    active: 'text',
  }),
  component: lazyRouteComponent(() => import('@/features/indicators/IndicatorsPage'), 'IndicatorsPage'),
});

const indicator = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId',
  ...ofView,
  validateSearch: params({ ...VIEW, series: 'number' }),
  component: lazyRouteComponent(() => import('@/features/indicators/IndicatorPage'), 'IndicatorPage'),
});

const targets = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/targets',
  ...ofView,
  validateSearch: params(VIEW),
  component: lazyRouteComponent(() => import('@/features/indicators/TargetsPage'), 'TargetsPage'),
});

const targetsWaiting = createRoute({
  getParentRoute: () => staff,
  path: '/targets',
  validateSearch: params({ state: 'text' }),
  component: lazyRouteComponent(
    () => import('@/features/indicators/TargetsWaitingPage'),
    'TargetsWaitingPage',
  ),
});

export const measuresRoutes = [
  dashboard,
  compare,
  signals,
  observation,
  plans,
  newPlan,
  plan,
  planOutturns,
  planSuccession,
  planChanges,
  planYear,
  rollOver,
  goldenThread,
  priority,
  activities,
  activity,
  indicators,
  indicator,
  targets,
  targetsWaiting,
] as const;
