import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { params } from '@/lib/search-params';
import { staff } from './staff-route';

// Pages of the quarterly cycle: rounds, submissions, reports and their review, actions, restatements.

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

const comments = createRoute({
  getParentRoute: () => staff,
  path: '/documents/$editionId/comments',
  component: lazyRouteComponent(() => import('@/features/reviews/CommentsPage'), 'CommentsPage'),
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

export const cycleRoutes = [
  rounds,
  newRound,
  round,
  submissions,
  submission,
  submissionChanges,
  editions,
  edition,
  review,
  comments,
  differences,
  actions,
  newAction,
  action,
  restatements,
  newRestatement,
  restatement,
] as const;
