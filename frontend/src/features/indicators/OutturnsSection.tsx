import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import type { View } from '@/api/view';
import { targetWords } from '@/lib/format';
import { notComparable } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { outturnText } from './OutturnCell';
import { outturnsQuery } from './queries';

type Outturn = Schema<'OutturnRead'>;

interface Props {
  indicatorId: number;
  seriesId: number;
  viewed: View;
}

/** What was achieved in each of the last years, and how that figure came about. */
export function OutturnsSection({ indicatorId, seriesId, viewed }: Props) {
  const { data } = useSuspenseQuery(outturnsQuery(indicatorId, viewed));
  const rows = data.items.filter((each) => each.series_id === seriesId).reverse();
  const last = rows.findLastIndex((each) => each.why_none !== 'no_figures');
  return (
    <section>
      <h2>Outturns of the years</h2>
      <Table
        caption="Outturns of the years"
        quiet
        columns={columnsOf(viewed.pack)}
        rows={rows.slice(0, last + 1)}
        rowKey={(row) => row.year}
        empty="There is no figure of a year that is over yet."
        download={`outturns-${indicatorId}`}
      />
    </section>
  );
}

/** What it was made from, and that it may not be compared with the year before. */
function howMade(row: Outturn): string {
  const apart = row.broken_from && row.value !== null ? ` ${notComparable(row.broken_from)}.` : '';
  return `${row.sentence}${apart}`;
}

const columnsOf = (pack: number | undefined): Column<Outturn>[] => [
  { key: 'Year', head: 'Year', heads: true, cell: (row) => row.year_label, text: (row) => row.year },
  {
    key: 'Outturn',
    head: 'Outturn',
    numeric: true,
    cell: (row) =>
      row.observation_id && row.value !== null ? (
        <Figure {...row} observation_id={row.observation_id} pack={pack ?? null} />
      ) : row.value === null ? (
        'None'
      ) : (
        outturnText(row)
      ),
    text: (row) => row.value,
  },
  {
    key: 'Target',
    head: 'Target',
    numeric: true,
    wide: true,
    cell: (row) => (row.target_basis ? targetWords(row) : 'None set'),
    text: (row) => row.target ?? row.target_text,
  },
  {
    key: 'Rating',
    head: 'Rating',
    cell: (row) =>
      row.contextual ? 'Data only' : <RatingTag rating={row.rating} reason={row.unrated_reason} />,
    text: (row) => row.rating,
  },
  {
    key: 'How it came about',
    head: 'How it came about',
    wide: true,
    cell: howMade,
    text: howMade,
  },
];
