import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { looksBack } from '@/api/view';
import { longDate } from '@/lib/dates';
import { things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { Button } from '@/ui/Button';
import { Figure } from '@/ui/Figure';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { type Coverage, coverageQuery, RELATIONS } from './framework-queries';
import { MapDialog } from './MapDialog';

type Outcome = Schema<'CoveredOutcome'>;
type Metric = Schema<'CoveredMetric'>;
type Mapped = Schema<'MappedIndicator'>;
/** A metric with one of the indicators that stand for it, or none. */
interface Row {
  metric: Metric;
  mapped: Mapped | undefined;
}

/** How far the council's indicators cover a framework: each metric with figure and age, and every gap. */
export function FrameworkPage() {
  const { frameworkId } = useParams({ from: '/staff/external-frameworks/$frameworkId' });
  const view = useSearch({ from: '/staff/external-frameworks/$frameworkId' });
  const { data: framework } = useSuspenseQuery(coverageQuery(Number(frameworkId), view));
  const [mapping, setMapping] = useState(false);
  const gaps = framework.metrics - framework.covered;
  return (
    <>
      <PageTitle
        crumbs={[{ label: 'External frameworks', to: '/external-frameworks' }]}
        caption={`Version ${framework.version} · ${framework.publisher}, ${longDate(framework.published_on)}`}
        aside={
          framework.may_map && framework.metrics > 0 && !looksBack(view) ? (
            <Button onClick={() => setMapping(true)}>Map an indicator</Button>
          ) : undefined
        }
      >
        {framework.name}
      </PageTitle>
      <p>
        Your indicators stand for {framework.covered} of {things(framework.metrics, 'metric')}
        {gaps > 0 ? `; for ${gaps} there is none.` : '.'} Nothing is rated by this framework: ratings are your
        own, on each indicator’s page.
      </p>
      {framework.outcomes.map((outcome) => (
        <OutcomeTable key={outcome.code} framework={framework} outcome={outcome} />
      ))}
      {mapping ? <MapDialog framework={framework} onClose={() => setMapping(false)} /> : null}
    </>
  );
}

function OutcomeTable({ framework, outcome }: { framework: Coverage; outcome: Outcome }) {
  const { pack, as_of } = useSearch({ from: '/staff/external-frameworks/$frameworkId' });
  const rows = outcome.metrics.flatMap((metric): Row[] =>
    metric.indicators.length > 0
      ? metric.indicators.map((mapped) => ({ metric, mapped }))
      : [{ metric, mapped: undefined }],
  );
  const columns: Column<Row>[] = [
    {
      key: 'metric',
      head: 'Metric',
      heads: true,
      text: ({ metric }) => `${metric.code} ${metric.name}`,
      cell: ({ metric }) => `${metric.code} ${metric.name}${metric.unit ? `, ${metric.unit}` : ''}`,
    },
    {
      key: 'indicator',
      head: 'Indicator',
      text: ({ mapped }) => mapped?.ref ?? '',
      cell: ({ mapped }) =>
        mapped ? (
          <Link to="/indicators/$indicatorId" params={{ indicatorId: String(mapped.indicator_id) }}>
            {mapped.ref} {mapped.indicator_name}
          </Link>
        ) : (
          'No indicator of yours: a gap'
        ),
    },
    {
      key: 'relation',
      head: 'How it stands to it',
      text: ({ mapped }) => (mapped ? RELATIONS[mapped.relation] : ''),
      cell: ({ mapped }) =>
        mapped
          ? `${RELATIONS[mapped.relation]}, since ${longDate(mapped.since)}. ${mapped.note}`.trim()
          : '–',
    },
    {
      key: 'latest',
      head: 'Latest figure',
      numeric: true,
      text: ({ mapped }) => mapped?.latest?.value ?? '',
      cell: ({ mapped }) => (mapped?.latest ? <Figure {...mapped.latest} pack={pack} asOf={as_of} /> : '–'),
    },
    {
      key: 'age',
      head: 'Of',
      text: ({ mapped }) => mapped?.latest?.period ?? '',
      cell: ({ mapped }) =>
        mapped?.latest
          ? `${shortPeriod(mapped.latest.period_label)}, ended ${things(mapped.latest.age_days, 'day')} ago`
          : '–',
    },
  ];
  return (
    <>
      <h2>
        {outcome.code} {outcome.name}
      </h2>
      <Table
        caption={`Metrics of ${outcome.name}`}
        quiet
        stacks
        columns={columns}
        rows={rows}
        rowKey={({ metric, mapped }) => `${metric.id}-${mapped?.id ?? 0}`}
        empty="No metric is published for this outcome yet."
        download={`${framework.name}-${outcome.code}`}
      />
    </>
  );
}
