import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { unitsQuery } from '@/api/organisation';
import { useAhead } from '@/api/use-ahead';
import { longDate } from '@/lib/dates';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LoadMore } from '@/ui/LoadMore';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag, StatusTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { AssuranceNav } from './AssuranceNav';
import { concernsWords, JUDGEMENTS, REVIEWS } from './quality-words';
import { type QualityFilters, qualityPages, themesQuery } from './queries';
import styles from './Trail.module.css';

type Row = Schema<'QualityOfIndicator'>;

/** How far each indicator's figures can be trusted, and whose turn it is to be looked at again. */
export function QualityListPage() {
  const filters = useSearch({ from: '/staff/assurance/data-quality' });
  useAhead(unitsQuery(), themesQuery());
  const pages = useSuspenseInfiniteQuery(qualityPages(filters));
  const knownAs = useKnownAs();
  return (
    <>
      <AssuranceNav />
      <PageTitle>Data quality</PageTitle>
      <p>
        How far the figures of each indicator can be trusted, as somebody judged who looked into them by the
        six dimensions of the Government Data Quality Framework. Those to be reviewed next come first, those
        never assessed last.
      </p>
      <FilterBar filters={filters} />
      <Table
        caption="Indicators, by when they are to be reviewed"
        quiet
        stacks
        columns={columnsFor(knownAs)}
        rows={pages.data.pages.flatMap((page) => page.items)}
        rowKey={(row) => row.indicator_id}
        empty="No indicator is like this. Clear the filters to see all."
        download="data-quality"
      />
      <LoadMore of={pages} />
    </>
  );
}

function columnsFor(knownAs: (id: number | null) => string): Column<Row>[] {
  return [
    {
      key: 'indicator',
      head: 'Indicator',
      heads: true,
      text: (row) => `${row.ref} ${row.name}`,
      cell: (row) => (
        <>
          <Link to="/indicators/$indicatorId/data-quality" params={{ indicatorId: String(row.indicator_id) }}>
            {row.ref} {row.name}
          </Link>
          <span className={styles.sub}>{row.unit_name}</span>
        </>
      ),
    },
    { key: 'service', head: 'Service', downloadOnly: true, text: (row) => row.unit_name, cell: () => null },
    {
      key: 'judged',
      head: 'As a whole',
      text: (row) => JUDGEMENTS[row.overall ?? 'not_assessed'].word,
      cell: (row) => <StatusTag {...JUDGEMENTS[row.overall ?? 'not_assessed']} />,
    },
    {
      key: 'concerns',
      head: 'Concerns about',
      text: (row) => concernsWords(row.concerns),
      cell: (row) => (row.overall ? concernsWords(row.concerns) || 'None' : ''),
    },
    {
      key: 'assessed',
      head: 'Assessed',
      text: (row) => row.assessed_at?.slice(0, 10) ?? '',
      cell: (row) =>
        row.assessed_at ? (
          <>
            {longDate(row.assessed_at.slice(0, 10))}
            <span className={styles.sub}>{knownAs(row.assessed_by)}</span>
          </>
        ) : (
          'Never'
        ),
    },
    {
      key: 'review',
      head: 'Next review',
      text: (row) => row.next_review_on ?? '',
      cell: (row) =>
        row.next_review_on ? (
          <>
            {longDate(row.next_review_on)} {row.review === 'due' ? <StateTag state="due" strong /> : null}
          </>
        ) : (
          'Not set'
        ),
    },
  ];
}

function FilterBar({ filters }: { filters: QualityFilters }) {
  const navigate = useNavigate({ from: '/assurance/data-quality' });
  const { data: units } = useSuspenseQuery(unitsQuery());
  const { data: themes } = useSuspenseQuery(themesQuery());
  const chosen = (change: QualityFilters) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...change }), replace: true });
  const none = { review: undefined, judgement: undefined, unit: undefined, theme: undefined };
  const filtered = Object.values(filters).some(Boolean);
  return (
    <Filters label="Filter the indicators" onClear={filtered ? () => chosen(none) : undefined}>
      <FilterChoice
        label="Review"
        all="All"
        value={filters.review}
        options={Object.entries(REVIEWS).map(([value, label]) => ({ value, label }))}
        onChange={(review) => chosen({ review })}
      />
      <FilterChoice
        label="As a whole"
        all="Any judgement"
        value={filters.judgement}
        options={Object.entries(JUDGEMENTS).map(([value, { word }]) => ({ value, label: word }))}
        onChange={(judgement) => chosen({ judgement })}
      />
      <FilterChoice
        label="Service"
        all="All services"
        value={filters.unit}
        options={units.map((each) => ({ value: each.code, label: each.name }))}
        onChange={(unit) => chosen({ unit })}
      />
      <FilterChoice
        label="Theme"
        all="All themes"
        value={filters.theme}
        options={[...new Map(themes.map((each) => [each.code, each.name]))].map(([value, label]) => ({
          value,
          label,
        }))}
        onChange={(theme) => chosen({ theme })}
      />
    </Filters>
  );
}
