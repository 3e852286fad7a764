import type { Schema } from '@/api/client';
import { figureWords } from '@/lib/format';
import { type Column, Table } from '@/ui/Table';

type Process = Schema<'ProcessRead'>;
type Row = Process['points'][number];

/** Every figure with its mean and limits, and what it signals; the newest first. */
export function ProcessTable({ process, download }: { process: Process; download: string }) {
  return (
    <Table
      caption="Figures against their process limits"
      quiet
      columns={columnsOf(process)}
      rows={[...process.points].reverse()}
      rowKey={(row) => row.observation_id}
      download={download}
    />
  );
}

const ANEW = { rebase: 'Limits rebased', definition: 'Definition changed' };

function columnsOf(process: Process): Column<Row>[] {
  const words = (value: number) => figureWords({ ...process, value_state: 'value', value });
  const limit = (key: string, head: string, of: 'mean' | 'lower' | 'upper'): Column<Row> => ({
    key,
    head,
    numeric: true,
    wide: of !== 'mean',
    cell: (row) => (row.limits ? words(row.limits[of]) : ''),
    text: (row) => row.limits?.[of] ?? null,
  });
  return [
    {
      key: 'Period',
      head: 'Period',
      heads: true,
      cell: (row) => row.period_label,
      text: (row) => row.period,
    },
    {
      key: 'Actual',
      head: 'Actual',
      numeric: true,
      cell: (row) => figureWords({ ...process, value_state: row.value_state, value: row.value }),
      text: (row) => row.value,
    },
    limit('Lower limit', 'Lower limit', 'lower'),
    limit('Mean', 'Mean', 'mean'),
    limit('Upper limit', 'Upper limit', 'upper'),
    {
      key: 'Signal',
      head: 'Signal',
      cell: (row) => [row.variation_words, row.signal_words].filter(Boolean).join(': '),
      text: (row) => [row.variation_words, row.signal_words].filter(Boolean).join(': '),
    },
    {
      key: 'Limits begin anew',
      head: 'Notes',
      cell: (row) => (row.anew ? ANEW[row.anew] : ''),
      text: (row) => row.anew,
    },
  ];
}
