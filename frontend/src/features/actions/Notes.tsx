import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { moment } from '@/lib/dates';
import { Form } from '@/ui/Form';
import { TextArea } from '@/ui/TextArea';
import styles from './Notes.module.css';
import { notesQuery } from './queries';

const KINDS: Record<string, string> = {
  note: 'Progress',
  report_done: 'Reported done',
  confirm_closure: 'Closure confirmed',
  send_back: 'Sent back',
  cancel: 'Cancelled',
  reopen: 'Opened again',
};

/** How far it has come, in the words of those who do it. */
export function Notes({ actionId, mayWrite }: { actionId: number; mayWrite: boolean }) {
  const { data: notes } = useSuspenseQuery(notesQuery(actionId));
  const knownAs = useKnownAs();
  // A new form after each note: what was sent does not stay in the field.
  const [sent, setSent] = useState(0);
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">Progress</h2>
      {notes.length === 0 ? <p>Nobody has written about its progress yet.</p> : null}
      <ol className={styles.notes}>
        {notes.map((note) => (
          <li key={note.id}>
            <p className={styles.text}>{note.text}</p>
            <p className={styles.meta}>
              {KINDS[note.kind] ?? note.kind} · {knownAs(note.written_by)} · {moment(note.written_at)}
            </p>
          </li>
        ))}
      </ol>
      {mayWrite ? (
        <Form
          key={sent}
          submit="Add the note"
          onDone={() => setSent(sent + 1)}
          onSubmit={(values) =>
            unwrap(
              api.POST('/api/v1/actions/{action_id}/notes', {
                params: { path: { action_id: actionId } },
                body: { text: values.text('text') },
              }),
            )
          }
        >
          <TextArea name="text" label="How far it has come" rows={3} />
        </Form>
      ) : null}
    </section>
  );
}
