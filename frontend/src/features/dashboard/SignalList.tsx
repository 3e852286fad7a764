import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { figureWords, targetWords } from '@/lib/format';
import { RATINGS, VARIATIONS } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { RatingTag, StatusTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import type { Beside } from './signals';

interface Props {
  rows: Beside[];
  board: Schema<'DashboardRead'>;
  /** Of these there are no limits: the table says why. */
  without?: boolean;
}

/** Figures with their status and what they signal, or why nothing can be said of that. */
export function SignalList({ rows, board, without = false }: Props) {
  return (
    <Table
      caption={without ? 'Without process limits, and why' : 'Figures with their signals'}
      columns={[...COLUMNS(board.pack), ...(without ? WHY : SIGNALLED)]}
      rows={rows}
      rowKey={(row) => row.figure.series_id}
      empty="No figure has this status and signal."
      download={`${without ? 'without-limits' : 'signals'}-${board.period}`}
      stacks
    />
  );
}

const COLUMNS = (pack: number | null): Column<Beside>[] => [
  {
    key: 'Indicator',
    head: 'Indicator',
    heads: true,
    cell: ({ figure }) => (
      <Link
        to="/indicators/$indicatorId"
        params={{ indicatorId: String(figure.indicator_id) }}
        search={{ series: figure.series_id }}
        hash="process"
      >
        {figure.ref} {figure.name}
      </Link>
    ),
    text: ({ figure }) => `${figure.ref} ${figure.name}`,
  },
  {
    key: 'Figure',
    head: 'Figure',
    numeric: true,
    cell: ({ figure }) => <Figure {...figure} pack={pack} />,
    text: ({ figure }) => figure.value ?? figureWords(figure),
  },
  {
    key: 'Target',
    head: 'Target',
    numeric: true,
    cell: ({ figure }) => targetWords(figure),
    text: ({ figure }) => figure.target ?? targetWords(figure),
  },
  {
    key: 'Status',
    head: 'Status',
    cell: ({ figure }) =>
      figure.kind === 'contextual' ? 'Contextual' : <RatingTag rating={figure.rating} />,
    text: ({ figure }) => (figure.kind === 'contextual' ? 'Contextual' : RATINGS[figure.rating].word),
  },
];

const SIGNALLED: Column<Beside>[] = [
  {
    key: 'Signal',
    head: 'Signal',
    cell: ({ variation }) => (variation ? <StatusTag {...VARIATIONS[variation]} /> : null),
    text: ({ signal }) => signal.variation_words,
  },
  {
    key: 'Target if nothing changes',
    head: 'If nothing changes',
    cell: ({ signal }) => signal.assurance_words,
    text: ({ signal }) => signal.assurance_words,
  },
];

const WHY: Column<Beside>[] = [
  {
    key: 'Why',
    head: 'Why',
    cell: ({ signal }) => signal.without_words,
    text: ({ signal }) => signal.without_words,
  },
];
