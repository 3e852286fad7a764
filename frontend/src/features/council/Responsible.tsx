import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getAll, type Schema } from '@/api/client';
import { grantWords } from '@/features/admin/words';
import { type Column, Table } from '@/ui/Table';

const inUnit = (unit: string) => ({ query: { unit } });

/** Who is responsible for what in a unit: its posts with their roles, its indicators, its activities. */
export function Responsible({ unit }: { unit: Schema<'UnitRead'> }) {
  const { data: posts } = useSuspenseQuery(getAll('/api/v1/posts', inUnit(unit.code)));
  const { data: grants } = useSuspenseQuery(getAll('/api/v1/role-grants'));
  const { data: indicators } = useSuspenseQuery(getAll('/api/v1/indicators', inUnit(unit.code)));
  const { data: activities } = useSuspenseQuery(getAll('/api/v1/activities', inUnit(unit.code)));
  const here = grants.filter(
    (grant) => grant.in_force && grant.scope === 'unit' && grant.scope_id === unit.id,
  );
  const titles = new Map(posts.map((post) => [post.id, post.title]));
  return (
    <>
      <h2>Who is responsible for what</h2>
      {here.length > 0 ? (
        <Table caption="Roles in this unit" columns={ROLES} rows={here} rowKey={(grant) => grant.id} />
      ) : null}
      <Table
        caption="Posts"
        columns={POSTS}
        rows={posts}
        rowKey={(post) => post.id}
        empty={
          <>
            No post belongs to it. Add one under <Link to="/posts">Posts</Link>, and give it its roles there.
          </>
        }
      />
      <Table
        caption="Indicators"
        columns={indicatorColumns(titles)}
        rows={indicators}
        rowKey={(indicator) => indicator.id}
        empty="It reports no indicator itself. What its parts report stands with them."
        download={`indicators-${unit.code}`}
      />
      {activities.length > 0 ? (
        <Table
          caption="Activities"
          columns={ACTIVITIES}
          rows={activities}
          rowKey={(activity) => activity.id}
          download={`activities-${unit.code}`}
        />
      ) : null}
    </>
  );
}

const ROLES: Column<Schema<'RoleGrantRead'>>[] = [
  { key: 'role', head: 'Role', heads: true, cell: (grant) => grantWords(grant) },
  {
    key: 'holder',
    head: 'Held by',
    cell: (grant) =>
      grant.post_id === null ? (
        grant.holder
      ) : (
        <Link to="/posts/$postId" params={{ postId: String(grant.post_id) }}>
          {grant.holder}
        </Link>
      ),
  },
];

const POSTS: Column<Schema<'PostRead'>>[] = [
  {
    key: 'title',
    head: 'Post',
    heads: true,
    cell: (post) => (
      <Link to="/posts/$postId" params={{ postId: String(post.id) }}>
        {post.title}
      </Link>
    ),
  },
];

const indicatorColumns = (titles: Map<number, string>): Column<Schema<'IndicatorRead'>>[] => [
  { key: 'ref', head: 'Ref', cell: (each) => each.ref, text: (each) => each.ref },
  {
    key: 'name',
    head: 'Indicator',
    heads: true,
    cell: (each) => (
      <Link to="/indicators/$indicatorId" params={{ indicatorId: String(each.id) }}>
        {each.name}
      </Link>
    ),
    text: (each) => each.name,
  },
  {
    key: 'owner',
    head: 'Owner',
    cell: (each) =>
      each.owner_post_id === null ? 'Nobody yet' : (titles.get(each.owner_post_id) ?? 'A post elsewhere'),
    text: (each) => (each.owner_post_id === null ? '' : (titles.get(each.owner_post_id) ?? '')),
  },
];

const ACTIVITIES: Column<Schema<'ActivityRead'>>[] = [
  { key: 'ref', head: 'Ref', cell: (each) => each.ref, text: (each) => each.ref },
  {
    key: 'name',
    head: 'Activity',
    heads: true,
    cell: (each) => (
      <Link to="/activities/$activityId" params={{ activityId: String(each.id) }}>
        {each.title}
      </Link>
    ),
    text: (each) => each.title,
  },
];
