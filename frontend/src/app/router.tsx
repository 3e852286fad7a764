import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type RouterHistory,
  redirect,
} from '@tanstack/react-router';
import { Problem } from '@/api/problems';
import { sessionQuery } from '@/api/session';
import { dashboardQuery } from '@/features/dashboard/queries';
import { params } from '@/lib/search-params';
import { ErrorOutside, ErrorPage } from './ErrorPage';
import { NotFoundPage } from './NotFoundPage';
import { Root } from './Root';
import { StaffLayout } from './StaffLayout';
import { Waiting } from './Waiting';

// The whole tree of pages: an address, what its query may hold, and the page, which is fetched when it is first opened.

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: params({ next: 'text' }),
  component: lazyRouteComponent(() => import('@/features/account/SignInPage'), 'SignInPage'),
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

/** Everything behind sign-in. */
const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  component: StaffLayout,
  errorComponent: ErrorOutside,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(sessionQuery());
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
      }
      throw error;
    }
  },
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

const dashboardSearch = params({
  period: 'text',
  pack: 'number',
  as_of: 'text',
  by: 'text',
  status: 'text',
  plan: 'text',
});

const dashboard = createRoute({
  getParentRoute: () => staff,
  path: '/dashboard',
  validateSearch: dashboardSearch,
  // The figures are asked for while the page itself is fetched.
  loaderDeps: ({ search: { period, pack, as_of, by } }) => ({ period, pack, as_of, by }),
  loader: ({ context, deps }) => void context.queryClient.prefetchQuery(dashboardQuery(deps)),
  component: lazyRouteComponent(() => import('@/features/dashboard/DashboardPage'), 'DashboardPage'),
});

const observation = createRoute({
  getParentRoute: () => staff,
  path: '/observations/$observationId',
  validateSearch: params({ pack: 'number', as_of: 'text' }),
  component: lazyRouteComponent(() => import('@/features/dashboard/ObservationPage'), 'ObservationPage'),
});

const plans = createRoute({
  getParentRoute: () => staff,
  path: '/plans',
  validateSearch: params({ state: 'text' }),
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
  component: lazyRouteComponent(() => import('@/features/plans/PlanPage'), 'PlanPage'),
});

const goldenThread = createRoute({
  getParentRoute: () => staff,
  path: '/golden-thread',
  validateSearch: params({ plan: 'number' }),
  component: lazyRouteComponent(() => import('@/features/plans/GoldenThreadPage'), 'GoldenThreadPage'),
});

const priority = createRoute({
  getParentRoute: () => staff,
  path: '/priorities/$priorityId',
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
  component: lazyRouteComponent(() => import('@/features/plans/ActivityPage'), 'ActivityPage'),
});

const indicators = createRoute({
  getParentRoute: () => staff,
  path: '/indicators',
  validateSearch: params({
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

const newIndicator = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/new',
  component: lazyRouteComponent(() => import('@/features/indicators/NewIndicatorPage'), 'NewIndicatorPage'),
});

const indicator = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId',
  validateSearch: params({ pack: 'number', as_of: 'text', series: 'number' }),
  component: lazyRouteComponent(() => import('@/features/indicators/IndicatorPage'), 'IndicatorPage'),
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

const targets = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/targets',
  component: lazyRouteComponent(() => import('@/features/indicators/TargetsPage'), 'TargetsPage'),
});

const definition = createRoute({
  getParentRoute: () => staff,
  path: '/indicators/$indicatorId/definition',
  component: lazyRouteComponent(() => import('@/features/indicators/DefinitionPage'), 'DefinitionPage'),
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

const rounds = createRoute({
  getParentRoute: () => staff,
  path: '/rounds',
  component: lazyRouteComponent(() => import('@/features/rounds/RoundsPage'), 'RoundsPage'),
});

const newRound = createRoute({
  getParentRoute: () => staff,
  path: '/rounds/new',
  component: lazyRouteComponent(() => import('@/features/rounds/NewRoundPage'), 'NewRoundPage'),
});

const round = createRoute({
  getParentRoute: () => staff,
  path: '/rounds/$roundId',
  validateSearch: params({ state: 'text' }),
  component: lazyRouteComponent(() => import('@/features/rounds/RoundPage'), 'RoundPage'),
});

const submissions = createRoute({
  getParentRoute: () => staff,
  path: '/submissions',
  validateSearch: params({ state: 'text', unit: 'text', period: 'text' }),
  component: lazyRouteComponent(() => import('@/features/submissions/SubmissionsPage'), 'SubmissionsPage'),
});

const submission = createRoute({
  getParentRoute: () => staff,
  path: '/submissions/$submissionId',
  validateSearch: params({ enter: 'text' }),
  component: lazyRouteComponent(() => import('@/features/submissions/SubmissionPage'), 'SubmissionPage'),
});

const submissionChanges = createRoute({
  getParentRoute: () => staff,
  path: '/submissions/$submissionId/changes',
  component: lazyRouteComponent(
    () => import('@/features/submissions/SubmissionChangesPage'),
    'SubmissionChangesPage',
  ),
});

const editions = createRoute({
  getParentRoute: () => staff,
  path: '/documents',
  validateSearch: params({ period: 'text' }),
  component: lazyRouteComponent(() => import('@/features/reports/EditionsPage'), 'EditionsPage'),
});

const edition = createRoute({
  getParentRoute: () => staff,
  path: '/documents/$editionId',
  component: lazyRouteComponent(() => import('@/features/reports/EditionPage'), 'EditionPage'),
});

const review = createRoute({
  getParentRoute: () => staff,
  path: '/documents/$editionId/review',
  component: lazyRouteComponent(() => import('@/features/reviews/ReviewPage'), 'ReviewPage'),
});

const differences = createRoute({
  getParentRoute: () => staff,
  path: '/documents/$editionId/differences',
  validateSearch: params({ with: 'number' }),
  component: lazyRouteComponent(() => import('@/features/reviews/DifferencesPage'), 'DifferencesPage'),
});

const actions = createRoute({
  getParentRoute: () => staff,
  path: '/actions',
  validateSearch: params({ state: 'text', overdue: 'text', unit: 'text' }),
  component: lazyRouteComponent(() => import('@/features/actions/ActionsPage'), 'ActionsPage'),
});

const newAction = createRoute({
  getParentRoute: () => staff,
  path: '/actions/new',
  validateSearch: params({ source_kind: 'text', source_id: 'number' }),
  component: lazyRouteComponent(() => import('@/features/actions/NewActionPage'), 'NewActionPage'),
});

const action = createRoute({
  getParentRoute: () => staff,
  path: '/actions/$actionId',
  component: lazyRouteComponent(() => import('@/features/actions/ActionPage'), 'ActionPage'),
});

const restatements = createRoute({
  getParentRoute: () => staff,
  path: '/restatements',
  validateSearch: params({ state: 'text', period: 'text' }),
  component: lazyRouteComponent(() => import('@/features/restatements/RestatementsPage'), 'RestatementsPage'),
});

const newRestatement = createRoute({
  getParentRoute: () => staff,
  path: '/restatements/new',
  validateSearch: params({ observation: 'number' }),
  component: lazyRouteComponent(
    () => import('@/features/restatements/NewRestatementPage'),
    'NewRestatementPage',
  ),
});

const restatement = createRoute({
  getParentRoute: () => staff,
  path: '/restatements/$restatementId',
  component: lazyRouteComponent(() => import('@/features/restatements/RestatementPage'), 'RestatementPage'),
});

const people = createRoute({
  getParentRoute: () => staff,
  path: '/people',
  validateSearch: params({ q: 'text' }),
  component: lazyRouteComponent(() => import('@/features/admin/PeoplePage'), 'PeoplePage'),
});

const newPerson = createRoute({
  getParentRoute: () => staff,
  path: '/people/new',
  component: lazyRouteComponent(() => import('@/features/admin/NewPersonPage'), 'NewPersonPage'),
});

const person = createRoute({
  getParentRoute: () => staff,
  path: '/people/$personId',
  component: lazyRouteComponent(() => import('@/features/admin/PersonPage'), 'PersonPage'),
});

const posts = createRoute({
  getParentRoute: () => staff,
  path: '/posts',
  component: lazyRouteComponent(() => import('@/features/admin/PostsPage'), 'PostsPage'),
});

const post = createRoute({
  getParentRoute: () => staff,
  path: '/posts/$postId',
  component: lazyRouteComponent(() => import('@/features/admin/PostPage'), 'PostPage'),
});

const clients = createRoute({
  getParentRoute: () => staff,
  path: '/clients',
  component: lazyRouteComponent(() => import('@/features/admin/ClientsPage'), 'ClientsPage'),
});

const client = createRoute({
  getParentRoute: () => staff,
  path: '/clients/$clientId',
  component: lazyRouteComponent(() => import('@/features/admin/ClientPage'), 'ClientPage'),
});

const meetings = createRoute({
  getParentRoute: () => staff,
  path: '/meetings',
  component: lazyRouteComponent(() => import('@/features/admin/MeetingsPage'), 'MeetingsPage'),
});

const audit = createRoute({
  getParentRoute: () => staff,
  path: '/audit',
  validateSearch: params({
    person: 'number',
    event: 'text',
    subject_kind: 'text',
    subject_id: 'number',
    from: 'text',
    to: 'text',
  }),
  component: lazyRouteComponent(() => import('@/features/admin/AuditPage'), 'AuditPage'),
});

/** An address that is none of these, within the frame for who is signed in. */
const nowhere = createRoute({ getParentRoute: () => staff, path: '$', component: NotFoundPage });

const tree = root.addChildren([
  signIn,
  forgottenPassword,
  resetPassword,
  staff.addChildren([
    home,
    account,
    search,
    dashboard,
    observation,
    plans,
    newPlan,
    plan,
    goldenThread,
    priority,
    activities,
    activity,
    indicators,
    newIndicator,
    indicator,
    editIndicator,
    ratingRule,
    targets,
    definition,
    targetsWaiting,
    rounds,
    newRound,
    round,
    submissions,
    submission,
    submissionChanges,
    editions,
    edition,
    review,
    differences,
    actions,
    newAction,
    action,
    restatements,
    newRestatement,
    restatement,
    people,
    newPerson,
    person,
    posts,
    post,
    clients,
    client,
    meetings,
    audit,
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
    scrollRestoration: true,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    defaultPendingComponent: Waiting,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
