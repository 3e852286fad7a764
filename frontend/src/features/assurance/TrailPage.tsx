import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { usePeriods } from '@/features/indicators/use-periods';
import { moment } from '@/lib/dates';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LoadMore } from '@/ui/LoadMore';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { indicatorQuery, recalculationQuery, type TrailFilters, trailPages } from './queries';
import styles from './Trail.module.css';
import { TrailDetails } from './TrailDetails';
import { About } from './TrailLinks';
import { KINDS, lineText, recalculatedWords } from './trail-words';

type Line = Schema<'TrailLine'>;

/** Everything on record about an indicator: who did what, when and why, and whether its figures come out again. */
export function TrailPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/trail' });
  const filters = useSearch({ from: '/staff/indicators/$indicatorId/trail' });
  const id = Number(indicatorId);
  const { data: indicator } = useSuspenseQuery(indicatorQuery(id));
  const pages = useSuspenseInfiniteQuery(trailPages(id, filters));
  const knownAs = useKnownAs();
  const lines = pages.data.pages.flatMap((page) => page.items);
  const { data: recalculated } = useSuspenseQuery(recalculationQuery(id, filters.period));
  const columns: Column<Line>[] = [
    {
      key: 'When',
      head: 'When',
      text: (line) => line.at,
      cell: (line) => (
        <>
          {moment(line.at)}
          <span className={styles.sub}>{knownAs(line.by)}</span>
        </>
      ),
    },
    { key: 'Who', head: 'Who', downloadOnly: true, cell: () => null, text: (line) => knownAs(line.by) },
    { key: 'Kind', head: 'Kind', downloadOnly: true, cell: () => null, text: (line) => KINDS[line.kind] },
    {
      key: 'What',
      head: 'What is on record',
      heads: true,
      text: (line) => line.sentence,
      cell: (line) => <About line={line} indicatorId={indicatorId} />,
    },
    {
      key: 'Details',
      head: 'Why, and with what',
      text: lineText,
      cell: (line) => <TrailDetails line={line} />,
    },
  ];
  return (
    <>
      <PageTitle
        title={`Trail of ${indicator.ref}`}
        caption={`${indicator.ref} · trail`}
        crumbs={[
          { label: 'Indicators', to: '/indicators' },
          { label: `${indicator.ref} ${indicator.name}`, to: `/indicators/${id}` },
        ]}
      >
        {indicator.name}
      </PageTitle>
      <p>
        Everything on record about this measure that you may see, the newest first: what it means, every
        figure with its source and evidence, who agreed to it, and what was changed later. It is the whole
        record to this day, whichever edition or day you looked back to before.
      </p>
      <Recalculated counts={recalculated} />
      <TrailFilterBar indicator={indicator} filters={filters} />
      <Table
        caption="The trail, the newest first"
        quiet
        stacks
        columns={columns}
        rows={lines}
        rowKey={(line) => `${line.kind}-${line.id}`}
        empty="Nothing on record is like this. Clear the filters to see all."
        download={`${indicator.ref}-trail`}
      />
      <LoadMore of={pages} />
    </>
  );
}

function Recalculated({ counts }: { counts: Schema<'RecalculationCounts'> }) {
  const sound = counts.values_differ + counts.ratings_differ === 0;
  return (
    <Notice
      kind={sound ? 'information' : 'warning'}
      title={sound ? 'Recalculation agrees' : 'Recalculation differs'}
    >
      {recalculatedWords(counts)}
    </Notice>
  );
}

function TrailFilterBar({
  indicator,
  filters,
}: {
  indicator: Schema<'IndicatorDetail'>;
  filters: TrailFilters;
}) {
  const navigate = useNavigate({ from: '/indicators/$indicatorId/trail' });
  const periods = [...usePeriods(indicator.frequency, 5)].reverse();
  const chosen = (change: TrailFilters) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...change }), replace: true });
  return (
    <Filters
      label="Filter the trail"
      onClear={
        filters.period || filters.kind ? () => chosen({ period: undefined, kind: undefined }) : undefined
      }
    >
      <FilterChoice
        label="Period"
        all="All periods"
        value={filters.period}
        options={periods.map((each) => ({ value: each.code, label: each.short_label }))}
        onChange={(period) => chosen({ period })}
      />
      <FilterChoice
        label="Kind"
        all="Everything"
        value={filters.kind}
        options={Object.entries(KINDS).map(([value, label]) => ({ value, label }))}
        onChange={(kind) => chosen({ kind })}
      />
    </Filters>
  );
}
