import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { getAll, type Schema } from '@/api/client';
import { sentence } from '@/lib/format';
import { meetingsQuery } from './queries';
import { sourceWords } from './words';

/** What an action was raised from, linked where that has a page. */
export function Source({ action }: { action: Schema<'ActionRead'> }) {
  const words = sentence(sourceWords(action));
  const id = String(action.source_id);
  switch (action.source_kind) {
    case 'observation':
      return (
        <Link to="/observations/$observationId" params={{ observationId: id }}>
          {words}
        </Link>
      );
    case 'indicator':
      return (
        <Link to="/indicators/$indicatorId" params={{ indicatorId: id }}>
          {words}
        </Link>
      );
    case 'activity':
      return (
        <Link to="/activities/$activityId" params={{ activityId: id }}>
          {words}
        </Link>
      );
    case 'restatement':
      return (
        <Link to="/restatements/$restatementId" params={{ restatementId: id }}>
          {words}
        </Link>
      );
    case 'plan':
      return (
        <Link to="/plans/$planId" params={{ planId: id }}>
          {words}
        </Link>
      );
    case 'approval':
      return <DecidedReport approvalId={action.source_id} words={words} />;
    case 'meeting':
      return <Meeting meetingId={action.source_id} words={words} />;
    default:
      return <>{words}</>;
  }
}

const approvalsQuery = () => getAll('/api/v1/approvals', { query: { limit: 500 } });

function DecidedReport({ approvalId, words }: { approvalId: number | null; words: string }) {
  const { data: approvals } = useSuspenseQuery(approvalsQuery());
  const approval = approvals.find((each) => each.id === approvalId && each.subject_kind === 'pack_edition');
  if (!approval) return <>{words}</>;
  return (
    <Link to="/documents/$editionId" params={{ editionId: String(approval.subject_id) }}>
      {words}
    </Link>
  );
}

function Meeting({ meetingId, words }: { meetingId: number | null; words: string }) {
  const { data: meetings } = useSuspenseQuery(meetingsQuery());
  return <>{meetings.find((meeting) => meeting.id === meetingId)?.title ?? words}</>;
}
