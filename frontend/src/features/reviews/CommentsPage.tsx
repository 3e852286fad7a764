import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { commentsQuery } from '@/features/reports/queries';
import { PageTitle } from '@/ui/PageTitle';
import { CommentList } from './Comments';

/** What reviewers asked of a service about an edition: it answers here, as it may not see the edition before its issue. */
export function CommentsPage() {
  const editionId = Number(useParams({ from: '/staff/documents/$editionId/comments' }).editionId);
  const { data: comments } = useSuspenseQuery(commentsQuery(editionId));
  return (
    <>
      <PageTitle crumbs={[{ label: 'Home', to: '/' }]} title="Reviewers’ comments">
        Reviewers’ comments
      </PageTitle>
      <p>
        They are about your figures and activities in a report that is being reviewed. Your answer goes to the
        reviewers; it is not printed and never public.
      </p>
      {comments.length === 0 ? (
        <p>Nobody has commented on this edition yet.</p>
      ) : (
        <CommentList comments={comments} editionId={editionId} named />
      )}
    </>
  );
}
