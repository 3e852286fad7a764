import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { editionName } from '@/features/reports/edition-words';
import { editionQuery, roundOfEditionQuery } from '@/features/reports/queries';
import { ReadInPart } from '@/features/reports/ReadInPart';
import { SealedProposals } from '@/features/year/SealedProposals';
import { things } from '@/lib/format';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { CommentList, Comments } from './Comments';
import { Decide } from './Decide';
import { Exceptions } from './Exceptions';
import { SinceLast } from './SinceLast';
import { useTalk } from './talk';
import { usePinned } from './use-pinned';
import { WholeList } from './WholeList';

/** An edition to review: exceptions first, then what changed, then everything, and the decision at the end. */
export function ReviewPage() {
  const editionId = Number(useParams({ from: '/staff/documents/$editionId/review' }).editionId);
  const { data: edition } = useSuspenseQuery(editionQuery(editionId));
  const { data: round } = useSuspenseQuery(roundOfEditionQuery(edition.round_id));
  const pinned = usePinned(editionId);
  const talk = useTalk(edition, round);
  const open = talk.comments.filter((comment) => comment.answer === null);
  return (
    <>
      <PageTitle
        crumbs={[
          { label: 'Documents', to: '/documents' },
          { label: editionName(edition), to: `/documents/${edition.id}` },
        ]}
        caption={edition.content.period.label}
        title={`Review of ${editionName(edition)}`}
      >
        Review of edition {edition.number}
      </PageTitle>
      <ReadInPart edition={edition} />
      <Changed edition={edition} />
      <WhatIsAsked edition={edition} open={open.length} />
      {edition.proposals ? (
        <>
          <h2>What is proposed for {edition.content.period.label}</h2>
          <SealedProposals
            edition={edition}
            tools={({ id, name }) => (
              <Comments {...talk.about({ title: name, series_id: id, period_code: edition.period_code })} />
            )}
          />
        </>
      ) : (
        <>
          <Exceptions edition={edition} pinned={pinned} talk={talk} />
          <SinceLast edition={edition} pinned={pinned} />
          <WholeList edition={edition} pinned={pinned} talk={talk} />
        </>
      )}
      <h2 id="comments">Comments</h2>
      {talk.comments.length === 0 ? (
        <p>Nobody has commented on this edition{edition.part ? ' within your portfolio' : ''} yet.</p>
      ) : (
        <CommentList comments={talk.comments} editionId={edition.id} named />
      )}
      <Decide edition={edition} />
    </>
  );
}

/** That figures were restated since the decision; which, the edition's own page tells. */
function Changed({ edition }: { edition: Schema<'EditionDetail'> }) {
  const count = edition.changed_since_decided;
  if (!count) return null;
  return (
    <Notice kind="warning">
      {things(count, 'figure')} {count === 1 ? 'has' : 'have'} changed since this edition was decided on.{' '}
      <Link to="/documents/$editionId" params={{ editionId: String(edition.id) }}>
        See which
      </Link>
    </Notice>
  );
}

/** Says first what this reader is asked to do, and leads to it. */
function WhatIsAsked({ edition, open }: { edition: Schema<'EditionDetail'>; open: number }) {
  const mine = edition.awaiting.filter((each) => each.may_decide);
  const comments = open > 0 ? ` ${things(open, 'comment')} without an answer.` : '';
  if (edition.state === 'superseded') {
    return (
      <Notice kind="warning">
        A later edition has taken the place of this one: nothing is decided on it any more.{' '}
        <Link to="/documents" search={{ period: edition.period_code }}>
          Go to the editions of this round
        </Link>
      </Notice>
    );
  }
  if (mine.length === 0) {
    return (
      <Notice>
        No decision on this edition waits for you.
        {comments ? ` There ${open === 1 ? 'is' : 'are'}${comments}` : ''}
      </Notice>
    );
  }
  if (mine.every((each) => each.needs_issue)) {
    return (
      <Notice title={`${mine[0]?.name} has not been given this edition yet`}>
        <Link to="/documents/$editionId" params={{ editionId: String(edition.id) }}>
          Issue it
        </Link>{' '}
        first; then the decision can be recorded here.
      </Notice>
    );
  }
  const toRecord = mine.filter((each) => each.kind === 'member_body');
  const asked =
    toRecord.length === mine.length
      ? {
          title: `The decision of ${toRecord[0]?.name} is to be recorded here`,
          says: 'Record what the minutes say, with their reference.',
        }
      : {
          title: 'Your decision is asked for',
          says: edition.proposals
            ? 'Is each target ambitious and within reach? Return what is not, and say why.'
            : 'Read the exceptions first; ask where something is not clear.',
        };
  return (
    <Notice title={asked.title}>
      {asked.says} <a href="#decide">Go to the decision</a>
      {comments ? ` There ${open === 1 ? 'is' : 'are'}${comments}` : ''}
    </Notice>
  );
}
