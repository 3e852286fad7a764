import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import type { View } from '@/api/view';
import { longDate } from '@/lib/dates';
import { figureWords, targetWords } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { ratingWord } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { RatingTag } from '@/ui/StatusTag';
import type { Column } from '@/ui/Table';
import styles from './Compare.module.css';

type Measure = Schema<'MeasureInTwoViews'>;
type Said = Schema<'SaidThere'>;

const RESPECTS: Record<Measure['changed'][number], string> = {
  presence: 'In one view only',
  rating: 'Rating',
  figure: 'Figure',
  target: 'Target',
  judgement: 'Judgement',
};

const BECAUSE: Record<Schema<'Because'>, string> = {
  restatement: 'Restated',
  correction: 'Corrected before members saw it',
  printed_again: 'Printed again with another figure',
  definition: 'Another definition',
  target: 'Another target',
  late_target: 'Target set late',
  rule: 'Another rating rule',
  judgement: 'Rated by judgement',
  other_period: 'Each view has the figure of another period',
  reported_since: 'Reported since',
  approved_since: 'Approved by a body since',
  not_in_edition: 'Not in the edition',
};

/** "Restated on 3 October 2026: Two homes were missing". */
function whyWords({ because, reason, at }: Schema<'Why'>): string {
  const head = `${BECAUSE[because]}${at ? ` on ${longDate(at)}` : ''}`;
  return reason ? `${head}: ${reason}` : head;
}

function whysOf(row: Measure): string[] {
  if (row.changed.length === 0) return [];
  if (row.why.length > 0) return row.why.map(whyWords);
  return ['Last year’s figure, which the rule looks at, is another one'];
}

/** The columns of a comparison: the measure, both views, in which respects they differ, and why. */
export function compareColumns(before: View, after: View): Column<Measure>[] {
  return [
    {
      key: 'Indicator',
      head: 'Indicator',
      heads: true,
      text: (row) => `${row.ref} ${row.name}`,
      cell: (row) => (
        <>
          <Link
            to="/indicators/$indicatorId"
            params={{ indicatorId: String(row.indicator_id) }}
            search={{ ...after, series: row.series_id }}
          >
            {row.ref} {row.name}
          </Link>
          <span className={styles.sub}>{row.unit_name}</span>
        </>
      ),
    },
    ...sideColumns('A', (row) => row.before, before),
    ...sideColumns('B', (row) => row.after, after),
    {
      key: 'Differs',
      head: 'What differs, and why',
      text: (row) => [...row.changed.map((each) => RESPECTS[each]), ...whysOf(row)].join('; '),
      cell: (row) =>
        row.changed.length === 0 ? (
          <span className={styles.sub}>Nothing</span>
        ) : (
          <>
            {row.changed.map((each) => RESPECTS[each]).join(', ')}
            <ul className={styles.why}>
              {whysOf(row).map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </>
        ),
    },
  ];
}

function sideColumns(side: 'A' | 'B', said: (row: Measure) => Said | null, view: View): Column<Measure>[] {
  const text = (of: (there: Said) => string | number | null) => (row: Measure) => {
    const there = said(row);
    return there ? of(there) : null;
  };
  return [
    {
      key: side,
      head: side,
      cell: (row) => <Side said={said(row)} view={view} apart={row.before?.period !== row.after?.period} />,
      text: text((there) => there.value ?? figureWords(there)),
    },
    {
      key: `${side} target`,
      head: `Target in ${side}`,
      downloadOnly: true,
      cell: () => null,
      text: text((there) => there.target ?? targetWords(there)),
    },
    {
      key: `${side} rating`,
      head: `Rating in ${side}`,
      downloadOnly: true,
      cell: () => null,
      text: text((there) => ratingWord(there.rating)),
    },
  ];
}

/** A figure with its rating and target; and its period, where the other view has that of another one. */
function Side({ said, view, apart }: { said: Said | null; view: View; apart: boolean }) {
  if (!said) return <span className={styles.sub}>None</span>;
  return (
    <span className={styles.side}>
      {apart ? <span className={styles.sub}>{shortPeriod(said.period_label)}</span> : null}
      <Figure {...said} pack={view.pack ?? null} asOf={view.as_of} />
      {said.kind === 'contextual' ? null : (
        <>
          <RatingTag rating={said.rating} reason={said.override_reason ? 'by judgement' : null} />
          <span className={styles.sub}>Target: {targetWords(said)}</span>
        </>
      )}
    </span>
  );
}
