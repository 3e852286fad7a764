import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { params } from '@/lib/search-params';
import { staff } from './staff-route';

// Pages of who may do what, of meetings, and of the audit log.

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

export const accessRoutes = [
  people,
  newPerson,
  person,
  posts,
  post,
  clients,
  client,
  meetings,
  audit,
] as const;
