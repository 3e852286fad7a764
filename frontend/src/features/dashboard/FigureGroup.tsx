import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useSession } from '@/api/session';
import { Sparkline } from '@/charts/Sparkline';
import { figureWords, sentence, targetWords } from '@/lib/format';
import { notComparable, RATINGS, travelWords } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import styles from './Dashboard.module.css';
import { StatusBar } from './StatusBar';
import type { Trends } from './use-trends';
import { againstWords, groupWords } from './words';

type Glanced = Schema<'GlancedRead'>;

interface Props {
  group: Schema<'GlanceGroup'>;
  board: Schema<'DashboardRead'>;
  asOf: string | undefined;
  trends: Trends;
}

/** The figures under one heading: how many have which status, and a table of them. */
export function FigureGroup({ group, board, asOf, trends }: Props) {
  const { council_code } = useSession();
  const view = board.pack ? { pack: board.pack } : asOf ? { as_of: asOf } : {};
  const columns: Column<Glanced>[] = [
    {
      key: 'Indicator',
      head: 'Indicator',
      heads: true,
      text: (row) => `${row.ref} ${row.name}`,
      cell: (row) => (
        <span className={styles.indicator}>
          <span className={styles.ref}>{row.ref}</span>
          <span>
            <Link
              to="/indicators/$indicatorId"
              params={{ indicatorId: String(row.indicator_id) }}
              search={{ ...view, series: row.series_id }}
            >
              {row.name}
            </Link>
            <Whose row={row} board={board} council={council_code} />
          </span>
        </span>
      ),
    },
    {
      key: 'Figure',
      head: 'Figure',
      numeric: true,
      text: (row) => row.value ?? figureWords(row),
      cell: (row) => (
        <span className={styles.figure}>
          <Figure {...row} pack={board.pack} asOf={asOf} />
        </span>
      ),
    },
    {
      key: 'Target',
      head: 'Target',
      numeric: true,
      wide: true,
      text: (row) => row.target ?? targetWords(row),
      cell: (row) => <span className={styles.target}>{targetOf(row)}</span>,
    },
    {
      key: 'Change',
      head: 'Change',
      wide: true,
      text: (row) =>
        row.short_broken_from ? notComparable(row.short_broken_from) : sentence(row.short_travel),
      cell: (row) => <Change row={row} />,
    },
    {
      key: 'Last 12 periods',
      head: 'Last 12 periods',
      wide: true,
      cell: (row) => (
        <span className={styles.trend}>
          <Sparkline values={trends.get(row.series_id) ?? []} target={row.target} />
        </span>
      ),
    },
    {
      key: 'Status',
      head: 'Status',
      text: (row) => RATINGS[row.rating].word,
      cell: (row) => <Status row={row} />,
    },
  ];
  return (
    <section className={styles.group}>
      <div className={styles.heading}>
        <h2>{group.name}</h2>
        <StatusBar counts={group.summary} />
        <span className={styles.words}>{groupWords(group.summary)}</span>
      </div>
      <Table
        caption={`${group.name}, ${board.period_label}`}
        quiet
        columns={columns}
        rows={group.figures}
        rowKey={(row) => row.observation_id}
        download={`dashboard-${board.period}-${group.code ?? 'other'}`}
      />
    </section>
  );
}

/** Of which part of the council, and of which other period, a figure is; nothing for the usual. */
function Whose({ row, board, council }: { row: Glanced; board: Props['board']; council: string }) {
  const parts = [
    row.unit === council ? '' : row.unit_name,
    row.period === board.period ? '' : row.period_label,
  ].filter(Boolean);
  return parts.length > 0 ? <span className={styles.whose}> {parts.join(' · ')}</span> : null;
}

/** Its rating, and below why it has none or who else than a rule gave it. */
function Status({ row }: { row: Glanced }) {
  const reason = row.override_reason ? 'By judgement' : row.unrated_reason && sentence(row.unrated_reason);
  return (
    <span className={styles.status}>
      <RatingTag rating={row.rating} />
      {reason ? <span className={styles.whose}>{reason}</span> : null}
    </span>
  );
}

function targetOf(row: Glanced): string {
  return row.kind === 'contextual' ? '–' : targetWords(row);
}

function Change({ row }: { row: Glanced }) {
  const words = travelWords(row.short_travel);
  return (
    <span className={styles.change} title={againstWords(row)}>
      {words || (
        <span className={styles.nothing}>{row.short_broken_from ? 'Not comparable' : 'Not compared'}</span>
      )}
      <span className="govuk-visually-hidden"> ({againstWords(row)})</span>
    </span>
  );
}
