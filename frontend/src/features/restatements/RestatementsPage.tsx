import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { figureWords } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LoadMore } from '@/ui/LoadMore';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { Proposed, Was } from './FigureWords';
import { type RestatementFilters, restatementsQuery, roundsQuery } from './queries';
import { STATE_OPTIONS, stateWords } from './words';

type Restatement = Schema<'RestatementRead'>;

/** The register of restatements: what changed after members had seen it, why, and who agreed. */
export function RestatementsPage() {
  const filters = useSearch({ from: '/staff/restatements' });
  const navigate = useNavigate();
  const { data: rounds } = useSuspenseQuery(roundsQuery());
  const pages = useSuspenseInfiniteQuery(restatementsQuery(filters));
  const rows = pages.data.pages.flatMap((page) => page.items);
  const filtered = Boolean(filters.state || filters.period);
  const choose = (chosen: RestatementFilters) =>
    navigate({ to: '/restatements', search: { ...filters, ...chosen }, replace: true });
  return (
    <>
      <PageTitle>Restatements</PageTitle>
      <p>
        A figure that members have seen changes only by a restatement: one person proposes it with the reason,
        another accepts it. What members saw stays on record. To restate a figure, open the figure itself.
      </p>
      <Filters
        label="Filter restatements"
        onClear={filtered ? () => void navigate({ to: '/restatements' }) : undefined}
      >
        <FilterChoice
          label="State"
          value={filters.state}
          all="All"
          options={STATE_OPTIONS}
          onChange={(state) => void choose({ state } as RestatementFilters)}
        />
        <FilterChoice
          label="Quarter"
          value={filters.period}
          all="All"
          options={rounds.map((round) => ({
            value: round.period_code,
            label: shortPeriod(round.period_label),
          }))}
          onChange={(period) => void choose({ period } as RestatementFilters)}
        />
      </Filters>
      <Table
        caption="Register of restatements"
        quiet
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        empty={
          filtered
            ? 'No restatement is like this. Clear the filters to see all.'
            : 'No figure has been restated yet.'
        }
        download="restatements"
      />
      <LoadMore of={pages} />
    </>
  );
}

const COLUMNS: Column<Restatement>[] = [
  {
    key: 'indicator',
    head: 'Indicator',
    heads: true,
    cell: (row) => (
      <Link to="/restatements/$restatementId" params={{ restatementId: String(row.id) }}>
        {row.ref} {row.name}
      </Link>
    ),
    text: (row) => `${row.ref} ${row.name}`,
  },
  {
    key: 'period',
    head: 'Period',
    cell: (row) => shortPeriod(row.period_label),
    text: (row) => shortPeriod(row.period_label),
  },
  {
    key: 'was',
    head: 'Was',
    numeric: true,
    wide: true,
    cell: (row) => <Was of={row} />,
    text: (row) => (row.was_state ? figureWords({ ...row, value: row.was, value_state: row.was_state }) : ''),
  },
  { key: 'now', head: 'Restated', numeric: true, cell: (row) => <Proposed of={row} />, text: figureWords },
  { key: 'reason', head: 'Why', wide: true, cell: (row) => row.reason, text: (row) => row.reason },
  {
    key: 'state',
    head: 'State',
    cell: (row) => <StateTag state={stateWords(row.state)} strong={row.state === 'proposed'} />,
    text: (row) => stateWords(row.state),
  },
  {
    key: 'decided',
    head: 'Decided',
    wide: true,
    cell: (row) => (row.decided_on ? longDate(row.decided_on) : ''),
    text: (row) => row.decided_on,
  },
];
