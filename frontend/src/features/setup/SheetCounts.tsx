import { Link } from '@tanstack/react-router';
import { type Column, Table } from '@/ui/Table';
import type { Load, Outcome } from './queries';
import { OUTCOMES } from './words';

type Counts = Load['sheets'][number];
const SHOWN: Outcome[] = ['create', 'change', 'unchanged', 'fault', 'left'];

/** How many rows of each sheet do what; each number leads to its rows. */
export function SheetCounts({ load }: { load: Load }) {
  const shown = SHOWN.filter((what) => what !== 'left' || load.totals.left > 0);
  const columns: Column<Counts>[] = [
    {
      key: 'sheet',
      head: 'Sheet',
      heads: true,
      cell: (counts) => counts.sheet,
      text: (counts) => counts.sheet,
    },
    ...shown.map((what) => ({
      key: what,
      head: OUTCOMES[what].word,
      numeric: true,
      cell: (counts: Counts) =>
        counts[what] === 0 ? (
          '0'
        ) : (
          <Link
            to="/set-up/workbook/$loadId"
            params={{ loadId: String(load.id) }}
            search={{ sheet: counts.sheet, outcome: what }}
            aria-label={`${counts[what]} of ${counts.sheet}: ${OUTCOMES[what].word}`}
          >
            {counts[what]}
          </Link>
        ),
      text: (counts: Counts) => counts[what],
    })),
  ];
  return (
    <Table
      caption="Rows by sheet"
      columns={columns}
      rows={load.sheets}
      rowKey={(counts) => counts.sheet}
      empty="The workbook has no rows."
      download="workbook-by-sheet"
    />
  );
}
