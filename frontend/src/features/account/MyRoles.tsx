import { useSuspenseQueries } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { bodiesQuery, portfoliosQuery, postsQuery, unitsQuery } from '@/api/organisation';
import { ROLES, roleName } from '@/lib/roles';
import { Table } from '@/ui/Table';

type Grant = Schema<'GrantRead'>;

/** One's posts, and one's roles with how far each reaches. */
export function MyRoles({ session }: { session: Schema<'SessionRead'> }) {
  const [units, portfolios, bodies, posts] = useSuspenseQueries({
    queries: [unitsQuery(), portfoliosQuery(), bodiesQuery(), postsQuery()],
  });
  const titles = posts.data.filter((post) => session.post_ids.includes(post.id)).map((post) => post.title);
  const named = (rows: { id: number; name: string }[], id: number | null) =>
    rows.find((row) => row.id === id)?.name ?? 'A part that has ended';
  function reach(grant: Grant): string {
    if (grant.scope === 'council') return 'The whole council';
    if (grant.scope === 'unit') {
      const more = grant.unit_ids.length > 1 ? ', and what is below it' : '';
      return `${named(units.data, grant.scope_id)}${more}`;
    }
    if (grant.scope === 'portfolio') return `Portfolio: ${named(portfolios.data, grant.scope_id)}`;
    return named(bodies.data, grant.scope_id);
  }
  return (
    <section aria-labelledby="roles">
      <h2 id="roles">Your roles</h2>
      {titles.length > 0 ? <p>You hold the post of {titles.join(', ')}.</p> : null}
      <Table
        caption="Your roles and how far they reach"
        quiet
        columns={[
          {
            key: 'Role',
            head: 'Role',
            heads: true,
            text: (grant: Grant) => roleName(grant.role),
            cell: (grant: Grant) => <strong>{roleName(grant.role)}</strong>,
          },
          { key: 'Reaches', head: 'Reaches', text: reach, cell: reach },
          {
            key: 'What it is for',
            head: 'What it is for',
            wide: true,
            text: (grant: Grant) => ROLES[grant.role]?.does ?? '',
            cell: (grant: Grant) => ROLES[grant.role]?.does,
          },
          {
            key: 'Whose',
            head: 'Whose',
            text: (grant: Grant) => (grant.delegated ? 'Lent to you' : 'Your own'),
            cell: (grant: Grant) => (grant.delegated ? 'Lent to you' : 'Your own'),
          },
        ]}
        rows={session.grants}
        rowKey={(grant) => `${grant.role}-${grant.scope}-${grant.scope_id}-${grant.delegated}`}
        empty="You have no role today. You may read what everybody signed in reads; ask your administrator for more."
      />
    </section>
  );
}
