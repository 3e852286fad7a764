import { useState } from 'react';
import type { Schema } from '@/api/client';
import { figureWords, targetWords } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { notComparable, ratingWord, travelWords } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { LinkButton } from '@/ui/LinkButton';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import styles from './IndicatorPage.module.css';
import { changeWords } from './LatestStrip';

const SHOWN = 8;

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  /** Newest first. */
  figures: Schema<'FigureRead'>[];
  pack: number | undefined;
}

/** Every figure of a series against its target, the newest first. */
export function FiguresTable({ indicator, figures, pack }: Props) {
  const [all, setAll] = useState(false);
  const rated = figures.some((each) => each.kind !== 'contextual');
  const marked = figures.some((each) => each.provisional || each.revised);
  return (
    <section>
      <h2>Figures</h2>
      <Table
        caption="Figures"
        quiet
        columns={columnsOf(pack).filter((column) => rated || !RATED.has(column.key))}
        rows={all ? figures : figures.slice(0, SHOWN)}
        rowKey={(row) => row.id}
        empty="No period has a figure yet."
        downloadRows={figures}
        download={`${indicator.ref}-figures`}
      />
      {marked ? <p className={styles.meta}>p provisional · r revised since members saw it</p> : null}
      {figures.length > SHOWN ? (
        <LinkButton aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show the newest only' : `Show all ${figures.length} periods`}
        </LinkButton>
      ) : null}
    </section>
  );
}

type Row = Schema<'FigureRead'>;
const RATED = new Set(['Target', 'Status']);

function columnsOf(pack: number | undefined): Column<Row>[] {
  return [
    {
      key: 'Period',
      head: 'Period',
      heads: true,
      cell: (row) => shortPeriod(row.period_label).replaceAll(' ', '\u00a0'),
      text: (row) => row.period,
    },
    {
      key: 'Actual',
      head: 'Actual',
      numeric: true,
      cell: (row) => <Figure {...row} observation_id={row.id} pack={pack ?? null} />,
      text: (row) => row.value ?? figureWords(row),
    },
    {
      key: 'Target',
      head: 'Target',
      numeric: true,
      cell: (row) => targetWords(row),
      text: (row) => row.target ?? targetWords(row),
    },
    {
      key: 'Status',
      head: 'Status',
      cell: (row) => <RatingTag rating={row.rating} reason={row.override_reason ? 'by judgement' : null} />,
      text: (row) => ratingWord(row.rating),
    },
    {
      key: 'Change',
      head: 'Change',
      wide: true,
      cell: (row) =>
        row.short_change === null ? (
          <BrokenFrom since={row.short_broken_from} />
        ) : (
          <>
            {travelWords(row.short_travel)}{' '}
            <span className={styles.meta}>{changeWords(row.short_change, row)}</span>
          </>
        ),
      text: (row) => (row.short_broken_from ? notComparable(row.short_broken_from) : row.short_change),
    },
    {
      key: 'Marks',
      head: 'Marks',
      downloadOnly: true,
      cell: () => null,
      text: (row) =>
        [row.provisional ? 'provisional' : '', row.revised ? 'revised' : ''].filter(Boolean).join(', '),
    },
  ];
}

function BrokenFrom({ since }: { since: string | null }) {
  return since ? <span className={styles.meta}>{notComparable(since)}</span> : null;
}
