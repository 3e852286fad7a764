import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useAhead } from '@/api/use-ahead';
import { sentence, things } from '@/lib/format';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import styles from './Plans.module.css';
import { comparisonQuery, planQuery } from './queries';

type Difference = Schema<'PlanDifference'>;
const RESULTS = { added: 'Added', dropped: 'Dropped', changed: 'Changed', carried: 'Carried over' } as const;

/** What changed between a plan and the one before it: what was added, dropped, changed and carried over. */
export function PlanChangesPage() {
  const { planId } = useParams({ from: '/staff/plans/$planId/changes' });
  const id = Number(planId);
  useAhead(planQuery(id), comparisonQuery(id));
  const { data: plan } = useSuspenseQuery(planQuery(id));
  const { data: comparison } = useSuspenseQuery(comparisonQuery(id));
  const changes = comparison.items.filter((each) => each.result !== 'carried');
  const carried = comparison.items.length - changes.length;
  return (
    <>
      <PageTitle
        caption={plan.title}
        crumbs={[
          { label: 'Plans', to: '/plans' },
          { label: plan.title, to: `/plans/${planId}` },
        ]}
      >
        What changed since the plan before
      </PageTitle>
      <p>
        Compared with{' '}
        <Link to="/plans/$planId" params={{ planId: String(comparison.follows_id) }}>
          {comparison.follows_title}
        </Link>
        , by the codes of priorities and the references of activities.{' '}
        {carried > 0 ? `${things(carried, 'part')} carried over as they were.` : null}
      </p>
      <Table
        caption="What changed"
        columns={COLUMNS}
        rows={changes}
        rowKey={(row) => `${row.kind} ${row.before_id ?? ''} ${row.after_id ?? ''}`}
        empty="Nothing was added, dropped or changed."
        download={`changes-${plan.code}`}
      />
    </>
  );
}

const COLUMNS: Column<Difference>[] = [
  {
    key: 'What',
    head: 'What',
    heads: true,
    cell: (row) => (
      <>
        {row.kind === 'activity' && row.after_id ? (
          <Link to="/activities/$activityId" params={{ activityId: String(row.after_id) }}>
            {row.ref}: {row.label}
          </Link>
        ) : (
          [row.ref, row.label].filter(Boolean).join(': ')
        )}
      </>
    ),
    text: (row) => [row.ref, row.label].filter(Boolean).join(': '),
  },
  { key: 'Kind', head: 'Kind', wide: true, cell: (row) => sentence(row.kind), text: (row) => row.kind },
  {
    key: 'Result',
    head: 'Result',
    cell: (row) => <StateTag state={RESULTS[row.result]} />,
    text: (row) => RESULTS[row.result],
  },
  {
    key: 'Before and after',
    head: 'Before and after',
    cell: (row) => (
      <ul className={styles.plain}>
        {row.changed.map((each) => (
          <li key={each.field}>
            {each.field}: {each.before || 'nothing'} → {each.after || 'nothing'}
          </li>
        ))}
      </ul>
    ),
    text: (row) => row.changed.map((each) => `${each.field}: ${each.before} → ${each.after}`).join('; '),
  },
];
