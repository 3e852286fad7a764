import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { moment } from '@/lib/dates';
import { periodOfCode } from '@/lib/periods';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { TextArea } from '@/ui/TextArea';
import styles from './Comments.module.css';

type Comment = Schema<'CommentRead'>;

/** What a comment can be about. */
export interface Subject {
  label: string;
  series_id?: number;
  period?: string;
  activity_id?: number;
}

interface Props {
  editionId: number;
  subject: Subject;
  comments: Comment[];
  mayComment: boolean;
}

/** What reviewers asked about a figure or an activity, what its service answered, and the way to ask. */
export function Comments({ editionId, subject, comments, mayComment }: Props) {
  const [asking, setAsking] = useState(false);
  const { label, ...about } = subject;
  return (
    <>
      <CommentList comments={comments} editionId={editionId} />
      {mayComment ? (
        <LinkButton className={styles.ask} onClick={() => setAsking(true)}>
          Comment<span className="govuk-visually-hidden"> on {label}</span>
        </LinkButton>
      ) : null}
      {asking ? (
        <Dialog title={`Comment on ${label}`} onClose={() => setAsking(false)}>
          <p>
            The service is told and can answer. Reviewers, the service, the performance team and the auditor
            read comments; they are not printed and never public.
          </p>
          <Form
            submit="Send the comment"
            onCancel={() => setAsking(false)}
            onSubmit={(values) =>
              unwrap(
                api.POST('/api/v1/packs/{edition_id}/comments', {
                  params: { path: { edition_id: editionId } },
                  body: { ...about, comment: values.text('comment') },
                }),
              )
            }
            onDone={() => setAsking(false)}
          >
            <TextArea name="comment" label="Your question or comment" />
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}

/** Comments in the order they were made; `named` says what each is about. */
export function CommentList({
  comments,
  editionId,
  named,
}: {
  comments: Comment[];
  editionId: number;
  named?: boolean;
}) {
  const knownAs = useKnownAs();
  if (comments.length === 0) return null;
  return (
    <ul className={styles.comments}>
      {comments.map((comment) => (
        <li key={comment.id}>
          {named ? (
            <p className={styles.about}>
              {`${comment.ref} ${comment.name}`}
              {comment.period_code ? `, ${periodOfCode(comment.period_code)}` : ''}
            </p>
          ) : null}
          <p className={styles.said}>{comment.comment}</p>
          <p className={styles.meta}>
            {knownAs(comment.commented_by)}
            {comment.body ? ` for ${comment.body}` : ''}, {moment(comment.commented_at)}
          </p>
          {comment.answer ? (
            <div className={styles.answer}>
              <p className={styles.said}>{comment.answer}</p>
              <p className={styles.meta}>
                Answered by {knownAs(comment.answered_by)}
                {comment.answered_at ? `, ${moment(comment.answered_at)}` : ''}
              </p>
            </div>
          ) : (
            <Unanswered comment={comment} editionId={editionId} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Unanswered({ comment, editionId }: { comment: Comment; editionId: number }) {
  const [open, setOpen] = useState(false);
  if (!comment.allowed_actions.includes('answer')) return <p className={styles.meta}>Not answered yet.</p>;
  if (!open) {
    return (
      <LinkButton onClick={() => setOpen(true)}>
        Answer<span className="govuk-visually-hidden"> the comment on {comment.ref}</span>
      </LinkButton>
    );
  }
  return (
    <Form
      submit="Send the answer"
      onCancel={() => setOpen(false)}
      onSubmit={(values) =>
        unwrap(
          api.POST('/api/v1/packs/{edition_id}/comments/{comment_id}/answer', {
            params: { path: { edition_id: editionId, comment_id: comment.id } },
            body: { answer: values.text('answer') },
          }),
        )
      }
      onDone={() => setOpen(false)}
    >
      <TextArea
        name="answer"
        label={`Answer for ${comment.ref}`}
        hint="It stands: it cannot be changed."
        rows={3}
      />
    </Form>
  );
}
