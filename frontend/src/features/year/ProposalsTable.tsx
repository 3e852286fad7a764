import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '@/api/client';
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
  soFar: Pick<Schema<'EntryEarlier'>, 'period_label' | 'value' | 'value_state'>[];
  rationale: string;
  benchmark: string;
  /** What the checks asked (left out where it is not known any more), and what was answered. */
  explained: { asked?: string; answer: string }[];
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
          <Link to="/indicators/$indicatorId" params={{ indicatorId: String(row.indicatorId) }}>
            {row.name}
          </Link>
          {row.unit ? <span className={styles.beside}> {row.unit}</span> : null}
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
    {
      key: 'past',
      head: 'Last outturns',
      cell: (row) => <Lines of={pastLines(row)} none="None" />,
      text: (row) => pastLines(row).join('; '),
    },
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
      cell: (row) => (row.change === null ? null : <strong>{proposed(row)}</strong>),
      text: proposed,
    },
    {
      key: 'periods',
      head: 'Through the year',
      cell: (row) => <Lines of={periodLines(row)} />,
      text: (row) => periodLines(row).join('; '),
    },
    {
      key: 'why',
      head: 'Why',
      cell: (row) => (
        <>
          {whyLines(row).map((line) => (
            <p key={line} className={styles.line}>
              {line}
            </p>
          ))}
          {tools ? tools(row) : null}
        </>
      ),
      text: (row) => whyLines(row).join(' '),
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
      stacks
    />
  );
}

function Lines({ of, none }: { of: string[]; none?: string }) {
  if (of.length === 0) return none;
  return (
    <ul className={styles.lines}>
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function said(row: ReadProposal, target: Said): string {
  return saidWords(target, { unit_of_measure: row.unitOfMeasure, decimals: row.decimals });
}

function proposed(row: ReadProposal): string {
  if (row.change === null) return '';
  return row.change === 'drop' ? 'None' : said(row, row.target);
}

/** The outturns of the years before, and the newest figure of this one. */
function pastLines(row: ReadProposal): string[] {
  const measured = { unit_of_measure: row.unitOfMeasure, decimals: row.decimals };
  const years = row.past
    .filter((year) => year.outturn !== null)
    .map((year) => ({ period_label: year.period_label, value: year.outturn, value_state: 'value' as const }));
  return [...years, ...row.soFar.slice(-1)].map(
    (each) => `${each.period_label}: ${figureWords({ ...each, ...measured })}`,
  );
}

/** The targets of the year's periods; those that are alike in one line. */
function periodLines(row: ReadProposal): string[] {
  if (row.change === null || row.change === 'drop') return [];
  const words = row.periods.map((period) => said(row, period.said));
  if (words.length > 0 && new Set(words).size === 1) return [`${words[0]} throughout`];
  return row.periods.map((period, index) => `${period.label.split(' ')[0]}: ${words[index]}`);
}

function whyLines(row: ReadProposal): string[] {
  if (row.change === null) return [];
  const explained = row.explained.map(({ asked, answer }) =>
    asked ? `${asked.replace(/ Say why\.$/, '')} Explained: ${answer}` : `Explained: ${answer}`,
  );
  return [
    row.rationale || (row.change === 'keep' ? 'As it was.' : ''),
    ...new Set(explained),
    row.benchmark ? `Benchmark: ${row.benchmark}` : '',
  ].filter(Boolean);
}
