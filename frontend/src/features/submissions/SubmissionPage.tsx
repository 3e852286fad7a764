import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import type { Schema } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { useMay, useSession } from '@/api/session';
import { ProposalsPart } from '@/features/year/ProposalsPart';
import { ReadProposals } from '@/features/year/ReadProposals';
import { shortPeriod } from '@/lib/periods';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { Decisions } from './Decisions';
import { EnterPart } from './EnterPart';
import styles from './EntryBar.module.css';
import { SharedContext } from './entering';
import { LeftDrafts } from './LeftDrafts';
import { OffSystemNote } from './OffSystemNote';
import { providesFor } from './provides';
import { queriesQuery, submissionQuery } from './queries';
import { ReadPart } from './ReadPart';
import { dueWords, stateWords } from './state-words';

type Submission = Schema<'SubmissionRead'>;
const HAPPENED = ['submitted', 'confirmed'];
const NONE: Schema<'QueryRead'>[] = [];

/** One service's quarterly submission: typed by who provides its data, read and decided by the others. */
export function SubmissionPage() {
  const { submissionId } = useParams({ from: '/staff/submissions/$submissionId' });
  const { enter } = useSearch({ from: '/staff/submissions/$submissionId' });
  const { data: submission } = useSuspenseQuery(submissionQuery(Number(submissionId)));
  const session = useSession();
  const knownAs = useKnownAs();
  const own = providesFor(session, submission.unit.id);
  const entering = submission.editable && (own || enter === 'on-behalf');
  const period = shortPeriod(submission.period_label);
  const annual = submission.cycle === 'annual';
  return (
    <>
      <PageTitle
        crumbs={[{ label: 'Submissions', to: '/submissions' }]}
        caption={`${submission.unit.name} · ${dueWords(submission)}`}
        title={`${submission.unit.name}, ${period}`}
        aside={<StateTag state={submission.state} strong={submission.editable} />}
      >
        {annual ? `Indicators and targets for ${period}` : `Quarterly submission, ${period}`}
      </PageTitle>
      {submission.state === 'returned' && submission.returned_reason ? (
        <Notice kind="warning" title="Returned: this has to be changed">
          <p>{submission.returned_reason}</p>
        </Notice>
      ) : null}
      {entering ? null : (
        <Notice kind={HAPPENED.includes(submission.state) ? 'success' : 'information'}>
          <p>{stateWords(submission, knownAs)}</p>
          {submission.confirmed_off_system ? <OffSystemNote submission={submission} /> : null}
        </Notice>
      )}
      {entering && !own ? (
        <Notice kind="warning" title={`You enter on behalf of ${submission.unit.name}`}>
          <p>It is recorded that the performance team typed it. The service still confirms it.</p>
        </Notice>
      ) : null}
      {submission.completeness && !annual ? (
        <p>
          <Link to="/submissions/$submissionId/changes" params={{ submissionId }}>
            What changed since last time
          </Link>
        </p>
      ) : null}
      <Shared submission={submission} own={own} knownAs={knownAs}>
        {entering ? (
          annual ? (
            <ProposalsPart key={submission.id} submission={submission} />
          ) : (
            <EnterPart key={submission.id} submission={submission} />
          )
        ) : (
          <>
            {annual ? null : <LeftDrafts submissionId={submission.id} personId={session.person_id} />}
            {annual ? <ReadProposals submission={submission} /> : <ReadPart submission={submission} />}
            <ReadBar submission={submission} />
          </>
        )}
      </Shared>
    </>
  );
}

interface SharedProps {
  submission: Submission;
  own: boolean;
  knownAs: (personId: number | null) => string;
  children: ReactNode;
}

function Shared({ submission, own, knownAs, children }: SharedProps) {
  const seesEntries = submission.completeness !== null;
  const { data: queries = NONE } = useQuery({ ...queriesQuery(submission.id), enabled: seesEntries });
  const mayAddEvidence = useMay('add_evidence') && seesEntries;
  const mayReview = useMay('review_submission') && seesEntries;
  const mayAsk = mayReview && (submission.state !== 'confirmed' || submission.allowed_actions.length > 0);
  const shared = useMemo(
    () => ({
      submissionId: submission.id,
      periodCode: submission.period_code,
      queries,
      mayAddEvidence,
      mayAsk,
      own,
      knownAs,
    }),
    [submission.id, submission.period_code, queries, mayAddEvidence, mayAsk, own, knownAs],
  );
  return <SharedContext value={shared}>{children}</SharedContext>;
}

/** What may be done with a submission that is read, always in sight. */
function ReadBar({ submission }: { submission: Submission }) {
  const navigate = useNavigate({ from: '/submissions/$submissionId' });
  const decides = submission.allowed_actions.some((action) => action !== 'start' && action !== 'submit');
  if (!decides && !submission.editable) return null;
  return (
    <div className={styles.bar}>
      <div>
        <Decisions submission={submission} />
        {submission.editable ? (
          <Button secondary onClick={() => void navigate({ search: { enter: 'on-behalf' } })}>
            Enter on behalf of the service
          </Button>
        ) : null}
      </div>
    </div>
  );
}
