import type { Schema } from '@/api/client';
import { StatusTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { DIMENSIONS, JUDGEMENTS } from './quality-words';
import styles from './Trail.module.css';

type Dimension = Schema<'AssessedDimension'>;

const COLUMNS: Column<Dimension>[] = [
  {
    key: 'dimension',
    head: 'Dimension',
    heads: true,
    text: (row) => DIMENSIONS[row.dimension].name,
    cell: (row) => (
      <>
        {DIMENSIONS[row.dimension].name}
        <span className={styles.kind}>{DIMENSIONS[row.dimension].asks}</span>
      </>
    ),
  },
  {
    key: 'judgement',
    head: 'Judged',
    text: (row) => JUDGEMENTS[row.judgement].word,
    cell: (row) => <StatusTag {...JUDGEMENTS[row.judgement]} />,
  },
  { key: 'note', head: 'Why', text: (row) => row.note, cell: (row) => row.note },
  {
    key: 'record',
    head: 'What the record said then',
    text: (row) => row.on_record.join(' '),
    cell: (row) => <Sentences of={row.on_record} />,
  },
];

/** What an assessment says of each dimension, and what the record said beside it. */
export function AssessmentTable({ of, name }: { of: Schema<'QualityAssessmentRead'>; name: string }) {
  return (
    <Table
      caption={`The six dimensions, assessment ${of.number}`}
      quiet
      stacks
      columns={COLUMNS}
      rows={of.dimensions}
      rowKey={(row) => row.dimension}
      download={`${name}-data-quality-${of.number}`}
    />
  );
}

/** What the record says of a dimension, a sentence a line. */
export function Sentences({ of }: { of: string[] }) {
  return of.map((sentence) => (
    <span key={sentence} className={styles.sub}>
      {sentence}
    </span>
  ));
}
