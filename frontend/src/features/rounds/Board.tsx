import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { sentence, things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { useChoosing } from '@/ui/Choosing';
import { Progress } from '@/ui/Progress';
import { Table } from '@/ui/Table';
import styles from './Board.module.css';
import { BulkActions } from './BulkActions';
import { boardColumns } from './board-columns';
import { submissionsOfRoundQuery } from './queries';
import { BULK_ACTIONS, type BulkAction, filtered } from './round-words';

interface Props {
  round: Schema<'RoundDetail'>;
  board: Schema<'BoardRead'>;
}

/** Services by where each stands; for the performance team with what can be done with several at once. */
export function Board({ round, board }: Props) {
  const { state: filter } = useSearch({ from: '/staff/rounds/$roundId' });
  const { data: submissions } = useSuspenseQuery(submissionsOfRoundQuery(round.id));
  const actions = (Object.keys(BULK_ACTIONS) as BulkAction[]).filter((action) =>
    submissions.some((submission) => submission.allowed_actions.includes(action)),
  );
  // Only who runs the round acts on many at once; a manager returns their own on its page.
  const mayChoose = submissions.some((submission) => submission.allowed_actions.includes('remind'));
  const rows = filtered(board.rows, filter);
  const choosing = useChoosing(
    rows,
    (row) => ({ id: row.submission_id, name: row.unit_name }),
    'Choose all services shown',
  );
  if (board.rows.length === 0) {
    return (
      <>
        <h2>Services</h2>
        <p>None of the services asked in this round are yours to see.</p>
      </>
    );
  }
  const columns = boardColumns(round, board.rows);
  return (
    <>
      <h2>Services</h2>
      {mayChoose ? null : <p>You see the services whose figures you may read.</p>}
      <Totals board={board} annual={round.cycle === 'annual'} />
      <StateFilter board={board} filter={filter} roundId={round.id} />
      {mayChoose ? (
        <BulkActions
          roundId={round.id}
          actions={actions}
          chosen={submissions.filter((submission) => choosing.chosen.includes(submission.id))}
          onDone={choosing.clear}
        />
      ) : null}
      <Table
        caption={`Services in the round of ${shortPeriod(round.period_label)}`}
        quiet
        columns={mayChoose ? [choosing.column, ...columns] : columns}
        rows={rows}
        rowKey={(row) => row.submission_id}
        empty="No service is in this state."
        download={`round-${board.period}`}
      />
    </>
  );
}

function Totals({ board: { totals, state }, annual }: { board: Schema<'BoardRead'>; annual: boolean }) {
  const late = state === 'collecting' ? 'late' : 'late at the time';
  return (
    <p className={styles.totals}>
      <Progress done={totals.by_state.confirmed ?? 0} of={totals.services} label="services confirmed" />
      {totals.entries > 0 ? (
        <Progress
          done={totals.entered}
          of={totals.entries}
          label={annual ? 'indicators with a proposal' : 'figures and updates entered'}
        />
      ) : null}
      <span>{totals.late === 0 ? 'None late' : `${things(totals.late, 'service')} ${late}`}</span>
      {totals.entries > 0 ? <span>{things(totals.open_queries, 'open query', 'open queries')}</span> : null}
    </p>
  );
}

const STATES = ['requested', 'draft', 'submitted', 'returned', 'confirmed'];

function StateFilter({
  board,
  filter,
  roundId,
}: {
  board: Schema<'BoardRead'>;
  filter?: string | undefined;
  roundId: number;
}) {
  const { totals } = board;
  const choices: [string | undefined, string, number][] = [
    [undefined, 'All', totals.services],
    ...STATES.map((state): [string, string, number] => [state, sentence(state), totals.by_state[state] ?? 0]),
    ['late', 'Late', totals.late],
    ['queries', 'With open queries', board.rows.filter((row) => (row.done?.open_queries ?? 0) > 0).length],
  ];
  return (
    <nav aria-label="Services by state" className={styles.filter}>
      <ul>
        {choices.map(([state, label, count]) =>
          count === 0 && state !== filter && state !== undefined ? null : (
            <li key={label}>
              <Link
                to="/rounds/$roundId"
                params={{ roundId: String(roundId) }}
                search={state ? { state } : {}}
                resetScroll={false}
                activeOptions={{ exact: true }}
              >
                {label} <b>{count}</b>
              </Link>
            </li>
          ),
        )}
      </ul>
    </nav>
  );
}
