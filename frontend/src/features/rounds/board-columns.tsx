import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate, moment } from '@/lib/dates';
import { sentence } from '@/lib/format';
import { StateTag } from '@/ui/StatusTag';
import type { Column } from '@/ui/Table';
import styles from './Board.module.css';
import { lateOf, leftToDo } from './round-words';

type Row = Schema<'BoardRow'>;

const CHANGES = 'changes';
const TYPED = ['Entered', 'Commentary', 'Left to do'];

/**
 * The columns of the round board; without what is typed for whoever does not see that of any service. Proposals take
 * no commentary, and say themselves what they change.
 */
export function boardColumns(
  { state, cycle }: Pick<Schema<'RoundDetail'>, 'state' | 'cycle'>,
  rows: Row[],
): Column<Row>[] {
  const seen = rows.some((row) => row.done !== null);
  const hidden = [...(seen ? [] : TYPED), ...(cycle === 'annual' ? ['Commentary', CHANGES] : [])];
  return allColumns(state).filter((column) => !hidden.includes(column.key));
}

function allColumns(roundState: string): Column<Row>[] {
  const running = roundState === 'collecting' || roundState === 'reviewing';
  return [
    {
      key: 'Service',
      head: 'Service',
      heads: true,
      cell: (row) => (
        <Link to="/submissions/$submissionId" params={{ submissionId: String(row.submission_id) }}>
          {row.unit_name}
        </Link>
      ),
      text: (row) => row.unit_name,
    },
    {
      key: 'State',
      head: 'State',
      cell: (row) => <StateTag state={row.state} strong={running && row.state === 'submitted'} />,
      text: (row) => sentence(row.state),
    },
    {
      key: 'Entered',
      head: 'Entered',
      numeric: true,
      wide: true,
      cell: (row) => (row.done ? `${row.done.entered} of ${row.done.entries}` : ''),
      text: (row) => (row.done ? `${row.done.entered} of ${row.done.entries}` : null),
    },
    {
      key: 'Commentary',
      head: 'Commentary',
      numeric: true,
      wide: true,
      cell: (row) => (row.done ? `${row.done.commentary_given} of ${row.done.commentary_asked}` : ''),
      text: (row) => (row.done ? `${row.done.commentary_given} of ${row.done.commentary_asked}` : null),
    },
    {
      key: 'Left to do',
      head: 'Left to do',
      wide: true,
      cell: (row) => (row.done ? leftToDo(row.done) : ''),
      text: (row) => (row.done ? leftToDo(row.done) : null),
    },
    {
      key: 'Due',
      head: 'Due',
      cell: (row) => <Due row={row} />,
      text: (row) => [row.due_on, lateOf(row)].filter(Boolean).join(', '),
    },
    {
      key: 'Last step',
      head: 'Last step',
      wide: true,
      cell: lastStep,
      text: lastStep,
    },
    {
      key: CHANGES,
      head: <span className="govuk-visually-hidden">What changed</span>,
      wide: true,
      // What was typed is shown to whoever sees how much of it is done.
      cell: (row) =>
        row.state === 'requested' || !row.done ? null : (
          <Link to="/submissions/$submissionId/changes" params={{ submissionId: String(row.submission_id) }}>
            What changed<span className="govuk-visually-hidden"> in {row.unit_name}</span>
          </Link>
        ),
    },
  ];
}

function Due({ row }: { row: Row }) {
  const late = lateOf(row);
  return (
    <>
      {late ? <span className={styles.late}>{late}</span> : longDate(row.due_on)}
      {late ? <span className={styles.meta}>due {longDate(row.due_on)}</span> : null}
    </>
  );
}

function lastStep(row: Row): string {
  if (row.confirmed_at && row.state === 'confirmed') return `Confirmed ${moment(row.confirmed_at)}`;
  if (row.submitted_at && row.state === 'submitted') return `Submitted ${moment(row.submitted_at)}`;
  return '';
}
