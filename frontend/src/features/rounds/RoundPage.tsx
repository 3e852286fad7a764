import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { shortPeriod } from '@/lib/periods';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { Steps } from '@/ui/Steps';
import { AskedPreview } from './AskedPreview';
import { Board } from './Board';
import { boardQuery, roundQuery, roundsQuery } from './queries';
import { RoundDecisions } from './RoundDecisions';
import { RoundEditions } from './RoundEditions';
import { roundName, roundSentence, stageSteps } from './round-words';
import { SealPack } from './SealPack';

/** The round board: where the quarter stands, each service of it, and what may be done next. */
export function RoundPage() {
  const roundId = Number(useParams({ from: '/staff/rounds/$roundId' }).roundId);
  const { data: round } = useSuspenseQuery(roundQuery(roundId));
  const { data: board } = useSuspenseQuery(boardQuery(roundId));
  return (
    <>
      <PageTitle
        crumbs={[{ label: 'Rounds', to: '/rounds' }]}
        title={roundName(round)}
        aside={<StateTag state={round.cancelled_as ?? round.state} strong />}
      >
        {roundName(round)}
      </PageTitle>
      <p>{roundSentence(round)}</p>
      <Continues codes={round.continues} inId={round.continued_in_id} />
      {round.stages.length > 0 ? (
        <Steps label="Stages of this round" steps={stageSteps(round.stages)} />
      ) : null}
      <RoundDecisions round={round}>
        <SealPack round={round} board={board} />
      </RoundDecisions>
      {round.state === 'planned' ? (
        // Offered to whoever may open it: the others are told what the round is, not what it may become.
        round.allowed_actions.length > 0 ? (
          <AskedPreview roundId={round.id} annual={round.cycle === 'annual'} />
        ) : null
      ) : (
        <>
          <Board round={round} board={board} />
          <RoundEditions round={round} />
        </>
      )}
    </>
  );
}

/** Which quarters this round reports besides its own, and where this one went. */
function Continues({ codes, inId }: { codes: string[]; inId: number | null }) {
  const { data: rounds } = useSuspenseQuery(roundsQuery());
  const taker = rounds.find((round) => round.id === inId);
  const told = codes.map((code) => rounds.find((round) => round.period_code === code)?.period_label ?? code);
  return (
    <>
      {told.length > 0 ? (
        <Notice>This round also asks for {told.map(shortPeriod).join(' and ')}.</Notice>
      ) : null}
      {taker ? (
        <Notice>
          It is reported in the{' '}
          <Link to="/rounds/$roundId" params={{ roundId: String(taker.id) }}>
            round of {shortPeriod(taker.period_label)}
          </Link>
          .
        </Notice>
      ) : null}
    </>
  );
}
