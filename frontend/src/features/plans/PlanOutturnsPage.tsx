import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useAhead } from '@/api/use-ahead';
import { useView } from '@/api/view';
import { OutturnCell, outturnText } from '@/features/indicators/OutturnCell';
import { RATINGS } from '@/lib/status';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { Counts } from './Counts';
import styles from './Plans.module.css';
import { planQuery, termQuery } from './queries';
import type { Counted } from './words';

type Term = Schema<'PlanOutturnsRead'>;
type Measure = Schema<'MeasuredRead'>;

/** The years of a plan's term: what each priority's measures came to, against what they were to reach. */
export function PlanOutturnsPage() {
  const { planId } = useParams({ from: '/staff/plans/$planId/outturns' });
  const id = Number(planId);
  const view = useView();
  useAhead(planQuery(id), termQuery(id, view));
  const { data: plan } = useSuspenseQuery(planQuery(id));
  const { data: term } = useSuspenseQuery(termQuery(id, view));
  const measured = term.priorities.filter((each) => each.measures.length > 0);
  return (
    <>
      <PageTitle
        caption={plan.title}
        crumbs={[
          { label: 'Plans', to: '/plans' },
          { label: plan.title, to: `/plans/${planId}` },
        ]}
      >
        Outturns of its years
      </PageTitle>
      <p>
        What each year came to: a figure reported for the year, or what its periods make. Nothing is
        estimated: where a period has no figure, the year says which.
      </p>
      {measured.length === 0 ? (
        <Notice>
          <p>No indicator is linked to its priorities yet. Link them on the indicators’ own pages.</p>
        </Notice>
      ) : null}
      {measured.map((priority) => (
        <section key={priority.priority_id} aria-labelledby={`priority-${priority.priority_id}`}>
          <h2 id={`priority-${priority.priority_id}`}>
            {priority.theme}: {priority.name}
          </h2>
          <YearCounts term={term} priority={priority} />
          <Table
            caption={`Outturns: ${priority.name}`}
            quiet
            columns={columnsOf(term)}
            rows={priority.measures}
            rowKey={(row) => row.series_id}
            download={`outturns-${plan.code}-${priority.code}`}
          />
        </section>
      ))}
    </>
  );
}

function YearCounts({ term, priority }: { term: Term; priority: Schema<'PriorityTermRead'> }) {
  const over = priority.years.filter((each) => term.years.find(({ code }) => code === each.year)?.over);
  return (
    <ul className={styles.years}>
      {over.map((each) => (
        <li key={each.year}>
          <strong>{term.years.find(({ code }) => code === each.year)?.label}</strong>{' '}
          <Counts of={ratingsOf(each)} none="No measure" />
        </li>
      ))}
    </ul>
  );
}

function ratingsOf(year: Schema<'YearCounts'>): Counted[] {
  return (['red', 'amber', 'green', 'unrated'] as const)
    .map((rating) => ({ ...RATINGS[rating], count: year[rating] }))
    .filter(({ count }) => count > 0);
}

function columnsOf(term: Term): Column<Measure>[] {
  return [
    {
      key: 'Measure',
      head: 'Measure',
      heads: true,
      cell: (row) => (
        <>
          <Link to="/indicators/$indicatorId" params={{ indicatorId: String(row.indicator_id) }}>
            {row.ref} {row.name}
          </Link>
          <br />
          {row.unit_name}
        </>
      ),
      text: (row) => `${row.ref} ${row.name}, ${row.unit_name}`,
    },
    ...term.years.map(
      (year): Column<Measure> => ({
        key: year.code,
        head: year.over ? year.label : `${year.label} (under way)`,
        cell: (row) => {
          const outturn = row.outturns.find((each) => each.year === year.code);
          return outturn ? <OutturnCell outturn={outturn} /> : null;
        },
        text: (row) => outturnText(row.outturns.find((each) => each.year === year.code)),
      }),
    ),
  ];
}
