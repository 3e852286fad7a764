import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useMayIn } from '@/api/session';
import { useView } from '@/api/view';
import { targetWords } from '@/lib/format';
import { periodOfCode } from '@/lib/periods';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import styles from './IndicatorPage.module.css';
import { indicatorTargetsQuery } from './queries';
import { breakdownWords } from './words';

type Target = Schema<'TargetRead'>;
const SHOWN = 6;

/** Its targets, the newest period first, with who proposed what and why. */
export function TargetsSection({ indicator }: { indicator: Schema<'IndicatorDetail'> }) {
  const { data: targets } = useSuspenseQuery(indicatorTargetsQuery(indicator.id, useView()));
  const mayPropose = useMayIn(indicator.unit_id, 'propose_target');
  const waiting = targets.filter((each) => each.state === 'proposed').length;
  const to = { indicatorId: String(indicator.id) };
  if (indicator.kind === 'contextual' && targets.length === 0) return null;
  return (
    <section>
      <div className={styles.head}>
        <h2>Targets</h2>
        <Link to="/indicators/$indicatorId/targets" params={to}>
          {mayPropose ? 'All targets, and propose one' : 'All targets and their history'}
        </Link>
      </div>
      {waiting > 0 ? (
        <p>{waiting === 1 ? 'One target waits' : `${waiting} targets wait`} for approval.</p>
      ) : null}
      <Table
        caption="Targets"
        quiet
        columns={targetColumns(indicator.definition)}
        rows={inOrder(targets).slice(0, SHOWN)}
        rowKey={(row) => row.id}
        empty="No target has been set, so its figures have no status. Propose one for each period."
        downloadRows={inOrder(targets)}
        download={`${indicator.ref}-targets`}
      />
    </section>
  );
}

/** The newest period first, and of a period the newest version. */
export function inOrder(targets: Target[]): Target[] {
  return [...targets].sort(
    (one, other) => other.period.localeCompare(one.period) || other.number - one.number,
  );
}

type Measured = Pick<Schema<'DefinitionRead'>, 'unit_of_measure' | 'decimals'>;

/** A target in words, in its indicator's unit of measure; at least as precise as it was set. */
export function targetOf(row: Target, of: Measured): string {
  const given = Math.max(
    ...[row.value, row.low, row.high].map((each) => (String(each ?? '').split('.')[1] ?? '').length),
  );
  return targetWords({
    target: row.value,
    target_low: row.low,
    target_high: row.high,
    target_text: row.text,
    unit_of_measure: of.unit_of_measure,
    decimals: Math.min(Math.max(of.decimals, given), 6),
  });
}

export function targetColumns(measured: Measured): Column<Target>[] {
  return [
    {
      key: 'Period',
      head: 'Period',
      heads: true,
      cell: (row) =>
        periodOfCode(row.period).replaceAll(' ', '\u00a0') +
        (row.breakdown === 'all' ? '' : `, ${breakdownWords(row.breakdown)}`),
      text: (row) => row.period,
    },
    { key: 'Of', head: 'Of', downloadOnly: true, cell: () => null, text: (row) => row.breakdown },
    {
      key: 'Target',
      head: 'Target',
      numeric: true,
      cell: (row) => targetOf(row, measured),
      text: (row) => row.value ?? targetOf(row, measured),
    },
    {
      key: 'State',
      head: 'State',
      cell: (row) => <StateTag state={row.state} strong={row.state === 'proposed'} />,
      text: (row) => row.state,
    },
    {
      key: 'Version',
      head: 'Version',
      wide: true,
      numeric: true,
      cell: (row) => row.number,
      text: (row) => row.number,
    },
    {
      key: 'Why',
      head: 'Why',
      wide: true,
      cell: (row) => row.rationale,
      text: (row) => row.rationale,
    },
  ];
}
