import { useSuspenseQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { useSend } from '@/api/use-send';
import { Button } from '@/ui/Button';
import { NotAllowed } from '@/ui/NotAllowed';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { firstStepsQuery } from './queries';
import { StepList } from './StepList';

/** From an empty record to the first round: what is done, and what comes next. */
export function FirstStepsPage() {
  const maySetUp = useMay('manage_organisation', 'manage_framework');
  return maySetUp ? <Steps /> : <NotAllowed title="First steps" crumbs={[]} />;
}

function Steps() {
  const { data } = useSuspenseQuery(firstStepsQuery());
  const { run, busy, problem } = useSend((put_away: boolean) =>
    unwrap(api.POST('/api/v1/set-up/put-away', { body: { put_away } })),
  );
  const away = data.put_away_on !== null;
  return (
    <>
      <PageTitle>First steps</PageTitle>
      {problem ? <ProblemSummary problem={problem} faults={[]} /> : null}
      {data.complete ? (
        <Notice kind="success" title="Everything that is needed is there">
          <p>The first round is under way. From now on the start page says what waits for whom.</p>
        </Notice>
      ) : (
        <p>
          Seven steps from an empty record to the first round, in about an hour. Each can be done again, and
          nothing here is final before the round opens.
        </p>
      )}
      <StepList steps={data.steps} />
      {data.complete || !data.allowed_actions.includes('put_away') ? null : (
        <div className="govuk-button-group">
          <Button secondary busy={busy} onClick={() => run(!away)}>
            {away ? 'Show these on the start page again' : 'Put away from the start page'}
          </Button>
        </div>
      )}
      <p>
        To look at a council in the middle of its work first, ask whoever runs the server for a demo beside
        yours: <code>quarterdeck demo</code> with a data folder of its own. It never mixes with your records.
      </p>
    </>
  );
}
