import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useAhead } from '@/api/use-ahead';
import { longDate } from '@/lib/dates';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import styles from './Plans.module.css';
import { planQuery, plansQuery, successionQuery } from './queries';
import { SuccessionForm } from './SuccessionForm';
import { FATES } from './words';

type Line = Schema<'SuccessionLine'>;
const PARTS = [
  ['priorities', 'Priorities'],
  ['indicators', 'Indicators'],
  ['activities', 'Activities'],
] as const;

/** What became of a superseded plan; of one in force, the form that says what goes on in which plan. */
export function SuccessionPage() {
  const { planId } = useParams({ from: '/staff/plans/$planId/succession' });
  const id = Number(planId);
  useAhead(planQuery(id), successionQuery(id), plansQuery('adopted'));
  const { data: plan } = useSuspenseQuery(planQuery(id));
  const { data: succession } = useSuspenseQuery(successionQuery(id));
  const may = plan.allowed_actions.includes('supersede');
  return (
    <>
      <PageTitle
        caption={plan.title}
        crumbs={[
          { label: 'Plans', to: '/plans' },
          { label: plan.title, to: `/plans/${planId}` },
        ]}
      >
        {may ? 'Supersede the plan' : 'What became of it'}
      </PageTitle>
      {may ? <Choosing plan={plan} succession={succession} /> : null}
      {!may && plan.superseded_by_id === null ? (
        <Notice>
          <p>No other plan has taken its place. When one does, what became of each part is read here.</p>
        </Notice>
      ) : null}
      {plan.superseded_by_id ? (
        <>
          <p>
            Superseded{plan.superseded_on ? ` on ${longDate(plan.superseded_on)}` : ''} by{' '}
            <Link to="/plans/$planId" params={{ planId: String(plan.superseded_by_id) }}>
              the plan that took its place
            </Link>
            .
          </p>
          {PARTS.map(([part, label]) => (
            <section key={part} aria-labelledby={part}>
              <h2 id={part}>{label}</h2>
              <Table
                caption={label}
                quiet
                columns={COLUMNS}
                rows={succession[part]}
                rowKey={(row) => row.id}
                empty={`It had no ${label.toLowerCase()}.`}
                download={`${plan.code}-${part}`}
              />
            </section>
          ))}
        </>
      ) : null}
    </>
  );
}

function Choosing({
  plan,
  succession,
}: {
  plan: Schema<'PlanTree'>;
  succession: Schema<'PlanSuccessionRead'>;
}) {
  const others = useSuspenseQuery(plansQuery('adopted')).data.filter((each) => each.id !== plan.id);
  if (others.length === 0) {
    return (
      <Notice>
        <p>
          No other plan is adopted. Make and adopt the plan that takes its place first; until then this one
          stays in force.
        </p>
      </Notice>
    );
  }
  return <SuccessionForm plan={plan} others={others} succession={succession} />;
}

const COLUMNS: Column<Line>[] = [
  {
    key: 'Of this plan',
    head: 'Of this plan',
    heads: true,
    cell: (row) => row.label,
    text: (row) => row.label,
  },
  {
    key: 'What became of it',
    head: 'What became of it',
    cell: (row) => <StateTag state={FATES[row.fate] ?? row.fate} strong={row.fate === 'open'} />,
    text: (row) => FATES[row.fate] ?? row.fate,
  },
  {
    key: 'In the plan that followed',
    head: 'In the plan that followed',
    cell: (row) => (
      <ul className={styles.plain}>
        {row.successors.map((each) => (
          <li key={each.id}>{each.label}</li>
        ))}
      </ul>
    ),
    text: (row) => row.successors.map((each) => each.label).join('; '),
  },
  { key: 'Why', head: 'Why', cell: (row) => row.reason, text: (row) => row.reason },
];
