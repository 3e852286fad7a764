import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { portfoliosQuery, unitsQuery, useUnitNames } from '@/api/organisation';
import { useMay } from '@/api/session';
import { useAhead } from '@/api/use-ahead';
import { OfNow } from '@/features/views/OfNow';
import { figureWords, things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { ratingWord } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { PageTitle } from '@/ui/PageTitle';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { IndicatorFilterBar, useIndicatorFilters } from './IndicatorFilterBar';
import { indicatorsQuery, plansQuery, useThreads } from './queries';
import { KINDS, matches } from './words';

export function IndicatorsPage() {
  useAhead(indicatorsQuery(), plansQuery(), unitsQuery(), portfoliosQuery());
  const { data: all } = useSuspenseQuery(indicatorsQuery());
  const threads = useThreads();
  const { filters, day } = useIndicatorFilters(threads.priorities);
  const mayCreate = useMay('edit_indicator');
  const mayDecide = useMay('decide_target', 'propose_target');
  const unitName = useUnitNames();
  const shown = all.filter((each) => matches(each, filters, day));
  type Row = (typeof all)[number];
  const latest = (row: Row) => threads.latest.get(row.id);
  const columns: Column<Row>[] = [
    { key: 'Ref', head: 'Ref', cell: (row) => row.ref, text: (row) => row.ref },
    {
      key: 'Indicator',
      head: 'Indicator',
      heads: true,
      cell: (row) => (
        <Link to="/indicators/$indicatorId" params={{ indicatorId: String(row.id) }}>
          {row.name}
        </Link>
      ),
      text: (row) => row.name,
    },
    {
      key: 'Service',
      head: 'Service',
      wide: true,
      cell: (row) => unitName(row.unit_id),
      text: (row) => unitName(row.unit_id),
    },
    {
      key: 'Kind',
      head: 'Kind',
      wide: true,
      cell: (row) => KINDS[row.kind],
      text: (row) => KINDS[row.kind] ?? row.kind,
    },
    {
      key: 'Period',
      head: 'Latest period',
      wide: true,
      cell: (row) => shortPeriod(latest(row)?.period_label ?? ''),
      text: (row) => latest(row)?.period ?? null,
    },
    {
      key: 'Latest',
      head: 'Latest figure',
      numeric: true,
      cell: (row) => {
        const figure = latest(row);
        return figure ? <Figure {...figure} /> : <span>None yet</span>;
      },
      text: (row) => {
        const figure = latest(row);
        return figure ? (figure.value ?? figureWords(figure)) : null;
      },
    },
    {
      key: 'Status',
      head: 'Status',
      cell: (row) => {
        const figure = latest(row);
        if (!figure || row.kind === 'contextual') return null;
        return <RatingTag rating={figure.rating} />;
      },
      text: (row) => {
        const figure = latest(row);
        return figure && row.kind !== 'contextual' ? ratingWord(figure.rating) : null;
      },
    },
  ];
  return (
    <>
      <PageTitle
        aside={
          <>
            <Link to="/comparisons">Comparison data</Link>
            {mayDecide ? <Link to="/targets">Targets</Link> : null}
            {mayCreate ? (
              <Link to="/indicators/new" className="govuk-button govuk-button--secondary">
                New indicator
              </Link>
            ) : null}
          </>
        }
      >
        Indicators
      </PageTitle>
      <OfNow>
        Which indicators there are, and what they serve, is as it is now; figures and ratings are of then.
      </OfNow>
      <IndicatorFilterBar plans={threads.plans} priorities={threads.priorities} />
      <p role="status">
        {shown.length === all.length
          ? things(all.length, 'indicator')
          : `${shown.length} of ${things(all.length, 'indicator')}`}
      </p>
      <Table
        caption="Indicators"
        quiet
        columns={columns}
        rows={shown}
        rowKey={(row) => row.id}
        download="indicators"
        empty={
          all.length === 0
            ? 'There are no indicators yet. The performance team adds what the council measures.'
            : 'No indicator matches these filters. Clear one of them to see more.'
        }
      />
    </>
  );
}
