import { useQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { postsQuery } from '@/api/organisation';

/** Which post confirmed off the system, and the evidence that it did. */
export function OffSystemNote({ submission }: { submission: Schema<'SubmissionRead'> }) {
  const { data: posts = [] } = useQuery(postsQuery());
  const post = posts.find((each) => each.id === submission.confirmed_by_post_id);
  return (
    <p>
      {post ? `${post.title} confirmed it. ` : ''}
      {submission.off_system_evidence_id ? (
        <a href={`/api/v1/evidence/${submission.off_system_evidence_id}/file`} download>
          The letter or e-mail that confirms it
        </a>
      ) : null}
    </p>
  );
}
