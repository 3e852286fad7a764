import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { figureWords, things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { Figure } from '@/ui/Figure';
import { Notice } from '@/ui/Notice';
import { type Column, Table } from '@/ui/Table';
import { changedSinceQuery, pinnedQuery } from './queries';

type Restatement = Schema<'RestatementRead'>;

/** What has changed of the edition since it was decided on: how many figures, and the restatement of each. */
export function ChangedSince({ edition }: { edition: Schema<'EditionDetail'> }) {
  return edition.changed_since_decided ? (
    <Changed edition={edition} count={edition.changed_since_decided} />
  ) : null;
}

function Changed({ edition, count }: { edition: Schema<'EditionDetail'>; count: number }) {
  const { data: restatements } = useSuspenseQuery(changedSinceQuery(edition.id));
  const { data: pinned } = useSuspenseQuery(pinnedQuery(edition.id));
  const shown = (row: Restatement) =>
    pinned.find((each) => each.series_id === row.series_id && each.period === row.period_code);
  const now = ({ value, value_state, unit_of_measure, decimals }: Restatement) => ({
    value,
    value_state,
    unit_of_measure,
    decimals,
  });
  const columns: Column<Restatement>[] = [
    {
      key: 'Figure',
      head: 'Figure',
      heads: true,
      cell: (row) => (
        <Link to="/restatements/$restatementId" params={{ restatementId: String(row.id) }}>
          {row.ref} {row.name}
        </Link>
      ),
      text: (row) => `${row.ref} ${row.name}`,
    },
    {
      key: 'Quarter',
      head: 'Quarter',
      wide: true,
      cell: (row) => shortPeriod(row.period_label),
      text: (row) => row.period_code,
    },
    {
      key: 'In this edition',
      head: 'In this edition',
      numeric: true,
      cell: (row) => {
        const figure = shown(row);
        return figure ? <Figure {...figure} observation_id={figure.id} pack={edition.id} /> : '';
      },
      text: (row) => shown(row)?.value ?? null,
    },
    {
      key: 'Now',
      head: 'Now',
      numeric: true,
      cell: (row) =>
        row.observation_id ? (
          <Figure {...now(row)} observation_id={row.observation_id} />
        ) : (
          figureWords(now(row))
        ),
      text: (row) => row.value,
    },
    { key: 'Reason', head: 'Reason', cell: (row) => row.reason, text: (row) => row.reason },
    {
      key: 'Accepted',
      head: 'Accepted',
      wide: true,
      cell: (row) => (row.decided_on ? longDate(row.decided_on) : ''),
      text: (row) => row.decided_on,
    },
  ];
  const have = count === 1 ? 'has' : 'have';
  return (
    <>
      <Notice
        kind="warning"
        title={`${things(count, 'figure')} ${have} changed since this edition was decided on`}
      >
        The edition still shows what was decided. The corrected figures are told in the next report.
      </Notice>
      <Table
        caption="Changed since decided"
        columns={columns}
        rows={restatements}
        rowKey={(row) => row.id}
        empty="The restatements are of figures that you do not read in this edition."
        download={`edition-${edition.id}-changed`}
      />
    </>
  );
}
