import type { ReactNode } from 'react';
import type { Schema } from '@/api/client';
import { figureWords } from '@/lib/format';
import { notComparable } from '@/lib/status';
import { type Column, Table } from '@/ui/Table';
import { saidWords } from './words';
import styles from './Year.module.css';

type Past = Pick<Schema<'ProposalOutturn'>, 'period_code' | 'period_label' | 'outturn' | 'sentence'> & {
  broken_from?: string | null;
  target: Parameters<typeof saidWords>[0];
};
interface Props {
  caption: ReactNode;
  past: Past[];
  unitOfMeasure: string;
  decimals: number;
}

/** What the last years came to, against their targets. */
export function PastYears({ caption, past, unitOfMeasure, decimals }: Props) {
  const measured = { unit_of_measure: unitOfMeasure, decimals };
  const outturn = (year: Past) =>
    year.outturn === null ? 'None' : figureWords({ value: year.outturn, value_state: 'value', ...measured });
  const columns: Column<Past>[] = [
    { key: 'year', head: 'Year', heads: true, cell: (year) => year.period_label },
    {
      key: 'outturn',
      head: 'Outturn',
      numeric: true,
      cell: (year) => (
        <>
          <span title={year.sentence}>{outturn(year)}</span>
          {year.broken_from ? <span className={styles.apart}>{notComparable(year.broken_from)}</span> : null}
        </>
      ),
    },
    { key: 'target', head: 'Target', numeric: true, cell: (year) => saidWords(year.target, measured) },
  ];
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={past}
      rowKey={(year) => year.period_code}
      empty="No earlier year is on record."
    />
  );
}
