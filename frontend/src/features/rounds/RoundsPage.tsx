import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { longDate } from '@/lib/dates';
import { sentence, things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { PageTitle } from '@/ui/PageTitle';
import { Busy, Progress } from '@/ui/Progress';
import { StateTag } from '@/ui/StatusTag';
import { Steps } from '@/ui/Steps';
import { type Column, Table } from '@/ui/Table';
import { boardQuery, roundsQuery } from './queries';
import styles from './RoundsPage.module.css';
import { roundName, roundSentence, stageSteps } from './round-words';

type Round = Schema<'RoundRead'>;

/** Every quarter's and year's round: what runs now and how far it is, what is planned, and what was. */
export function RoundsPage() {
  const { data: rounds } = useSuspenseQuery(roundsQuery());
  const mayManage = useMay('manage_round');
  const running = rounds.filter((round) => round.state === 'collecting' || round.state === 'reviewing');
  const others = rounds.filter((round) => !running.includes(round));
  return (
    <>
      <PageTitle
        aside={
          mayManage ? (
            <Link to="/rounds/new" className="govuk-button">
              Plan a round
            </Link>
          ) : null
        }
      >
        Rounds
      </PageTitle>
      {running.length === 0 ? (
        <p>
          No round is running.{' '}
          {mayManage
            ? 'Plan one for the quarter that has ended, then open it to ask the services.'
            : 'The performance team opens the next one when its quarter has ended.'}
        </p>
      ) : null}
      {running.map((round) => (
        <RunningRound key={round.id} round={round} />
      ))}
      <Table
        caption="Planned and earlier rounds"
        columns={COLUMNS}
        rows={others}
        rowKey={(round) => round.id}
        empty="There are none."
        download="rounds"
      />
    </>
  );
}

function RunningRound({ round }: { round: Round }) {
  return (
    <section className={styles.running} aria-labelledby={`round-${round.id}`}>
      <h2 id={`round-${round.id}`}>
        <Link to="/rounds/$roundId" params={{ roundId: String(round.id) }}>
          {round.cycle === 'annual' ? roundName(round) : round.period_label}
        </Link>{' '}
        <StateTag state={round.state} strong />
      </h2>
      <p>{roundSentence(round)}</p>
      <Suspense fallback={<Busy>Reading how far it is …</Busy>}>
        <HowFar roundId={round.id} />
      </Suspense>
    </section>
  );
}

function HowFar({ roundId }: { roundId: number }) {
  const { data: board } = useSuspenseQuery(boardQuery(roundId));
  const { totals } = board;
  const running = board.state === 'collecting';
  return (
    <>
      {totals.services > 0 ? (
        <p className={styles.facts}>
          <Progress done={totals.by_state.confirmed ?? 0} of={totals.services} label="services confirmed" />
          {totals.late > 0 ? (
            <span>
              {things(totals.late, 'service')} {running ? 'late' : 'were late'}
            </span>
          ) : null}
          {totals.open_queries > 0 ? (
            <span>{things(totals.open_queries, 'open query', 'open queries')}</span>
          ) : null}
        </p>
      ) : null}
      <Steps label="Stages of this round" steps={stageSteps(withoutFlags(board.stages))} />
    </>
  );
}

function withoutFlags(stages: Schema<'BoardStage'>[]) {
  return stages.map((stage) => ({ ...stage, optional: false, decisive: false }));
}

const COLUMNS: Column<Round>[] = [
  {
    key: 'period',
    head: 'Quarter or year',
    heads: true,
    cell: (round) => (
      <Link to="/rounds/$roundId" params={{ roundId: String(round.id) }}>
        {round.cycle === 'annual' ? roundName(round) : shortPeriod(round.period_label)}
      </Link>
    ),
    text: (round) => (round.cycle === 'annual' ? roundName(round) : shortPeriod(round.period_label)),
  },
  {
    key: 'state',
    head: 'State',
    cell: (round) => <StateTag state={round.cancelled_as ?? round.state} />,
    text: (round) => sentence(round.cancelled_as ?? round.state),
  },
  {
    key: 'due',
    head: 'Submissions due',
    cell: (round) => longDate(round.due_on),
    text: (round) => round.due_on,
    wide: true,
  },
  {
    key: 'what',
    head: 'What became of it',
    cell: roundSentence,
    text: roundSentence,
  },
];
