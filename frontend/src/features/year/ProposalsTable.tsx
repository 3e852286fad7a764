import type { ReactNode } from 'react';
import { figureWords } from '@/lib/format';
import { type Column, Table } from '@/ui/Table';
import { CHANGES, saidWords } from './words';
import styles from './Year.module.css';

type Said = Parameters<typeof saidWords>[0];

/** A proposal as it is read: typed by a service, or sealed in an edition. */
export interface ReadProposal {
  id: number;
  indicatorId: number;
  name: string;
  unit: string;
  unitOfMeasure: string;
  decimals: number;
  change: string | null;
  before: Said;
  target: Said;
  periods: { label: string; said: Said }[];
  method: string;
  past: { period_label: string; outturn: number | null; target: Said }[];
  rationale: string;
  benchmark: string;
  explanations: Record<string, string>;
}

interface Props {
  caption: string;
  rows: ReadProposal[];
  download: string;
  /** What may be done with a row, for example asking about it. */
  tools?: (row: ReadProposal) => ReactNode;
}

/** What is proposed for a year, to be challenged: last outturns, the target now and the one proposed, and why. */
export function ProposalsTable({ caption, rows, download, tools }: Props) {
  const columns: Column<ReadProposal>[] = [
    {
      key: 'indicator',
      head: 'Indicator',
      heads: true,
      cell: (row) => (
        <>
          {row.name}
          {row.unit ? <span className={styles.quiet}> {row.unit}</span> : null}
        </>
      ),
      text: (row) => row.name,
    },
    {
      key: 'proposed',
      head: 'Proposal',
      cell: (row) => (row.change ? CHANGES[row.change] : 'Nothing yet'),
      text: (row) => (row.change ? (CHANGES[row.change] ?? row.change) : ''),
    },
    { key: 'past', head: 'Last outturns', cell: pastWords, text: pastWords, wide: true },
    {
      key: 'before',
      head: 'Target now',
      numeric: true,
      cell: (row) => said(row, row.before),
      text: (row) => said(row, row.before),
    },
    {
      key: 'target',
      head: 'Target proposed',
      numeric: true,
      cell: (row) => <strong>{row.change === 'drop' ? 'None' : said(row, row.target)}</strong>,
      text: (row) => said(row, row.target),
    },
    { key: 'periods', head: 'Through the year', cell: periodWords, text: periodWords, wide: true },
    {
      key: 'why',
      head: 'Why',
      cell: (row) => (
        <>
          {row.rationale || 'As it was.'}
          {Object.entries(row.explanations).map(([code, words]) => (
            <span key={code} className={styles.quiet}>
              {' '}
              Explained: {words}
            </span>
          ))}
          {row.benchmark ? <span className={styles.quiet}> Benchmark: {row.benchmark}</span> : null}
          {tools ? tools(row) : null}
        </>
      ),
      text: (row) => row.rationale,
    },
  ];
  return (
    <Table
      caption={caption}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      empty="Nothing is proposed."
      download={download}
    />
  );
}

function said(row: ReadProposal, target: Said): string {
  return saidWords(target, { unit_of_measure: row.unitOfMeasure, decimals: row.decimals });
}

function pastWords(row: ReadProposal): string {
  const known = row.past.filter((year) => year.outturn !== null);
  const words = known.map((year) => {
    const figure = figureWords({
      value: year.outturn,
      value_state: 'value',
      unit_of_measure: row.unitOfMeasure,
      decimals: row.decimals,
    });
    return `${year.period_label} ${figure}`;
  });
  return words.join(' · ') || 'None';
}

function periodWords(row: ReadProposal): string {
  if (row.change === 'drop' || row.periods.length === 0) return '';
  const words = row.periods.map((period) => said(row, period.said));
  if (new Set(words).size === 1) return `${words[0]} throughout`;
  return row.periods.map((period, index) => `${period.label} ${words[index]}`).join(' · ');
}
