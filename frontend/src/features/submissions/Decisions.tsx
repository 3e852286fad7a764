import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { postsQuery, unitsQuery } from '@/api/organisation';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { DECISIONS } from './decision-words';
import { addEvidence } from './EvidencePanel';
import { toTop } from './to-top';
import { UnsentNotice } from './UnsentNotice';

type Submission = Schema<'SubmissionRead'>;
const KEEPS_THE_ROWS = ['remind', 'extend'];

/** What may be decided on a submission now; each asks in a dialog that says what will happen. */
export function Decisions({ submission }: { submission: Submission }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const offered = submission.allowed_actions.filter((action) => DECISIONS[action]);
  const sorted = [...offered].sort((a, b) => Number(!DECISIONS[a]?.first) - Number(!DECISIONS[b]?.first));
  return (
    <>
      {sorted.map((action) => (
        <Button key={action} secondary={!DECISIONS[action]?.first} onClick={() => setChosen(action)}>
          {DECISIONS[action]?.label}
        </Button>
      ))}
      {chosen ? (
        <DecisionDialog submission={submission} action={chosen} onClose={() => setChosen(null)} />
      ) : null}
    </>
  );
}

interface DialogProps {
  submission: Submission;
  action: string;
  onClose: () => void;
}

function DecisionDialog({ submission, action, onClose }: DialogProps) {
  const words = DECISIONS[action];
  // A file is sent once, however often the decision is tried.
  const sent = useRef<{ file: File; id: number } | null>(null);
  if (!words) return null;

  function done() {
    onClose();
    // The dialog gives focus back as it goes; then the page begins anew.
    setTimeout(toTop);
  }

  async function decide(values: FormValues) {
    const body: Schema<'SubmissionDecision'> = { action, comment: values.optional('comment') };
    if (action === 'extend') body.due_on = values.optional('due_on');
    if (action === 'confirm_off_system') {
      const file = values.file('file');
      if (!file || sent.current?.file !== file) {
        const { id } = await addEvidence('submission', submission.id, file, values.text('comment'));
        if (file) sent.current = { file, id };
      }
      body.evidence_id = sent.current?.id ?? null;
      body.post_id = values.number('post_id');
    }
    return unwrap(
      api.POST('/api/v1/submissions/{submission_id}/decisions', {
        params: { path: { submission_id: submission.id }, header: ifMatch(submission.version) },
        body,
      }),
    );
  }

  return (
    <Dialog title={words.title} onClose={onClose}>
      <p>{words.what(submission)}</p>
      {KEEPS_THE_ROWS.includes(action) ? null : <UnsentNotice />}
      <Form submit={words.label} onCancel={onClose} onSubmit={decide} onDone={done}>
        {action === 'extend' ? (
          <TextField name="due_on" label="New day" type="date" narrow min={submission.due_on} />
        ) : null}
        {action === 'confirm_off_system' ? <OffSystem unitId={submission.unit.id} /> : null}
        {words.comment ? (
          <TextArea name="comment" label={words.comment.label} hint={words.comment.hint} rows={3} />
        ) : null}
      </Form>
    </Dialog>
  );
}

/** Which post confirmed, of the service or above it, and the letter that says so. */
function OffSystem({ unitId }: { unitId: number }) {
  const { data: posts = [] } = useQuery(postsQuery());
  const { data: units = [] } = useQuery(unitsQuery());
  const line = lineOf(unitId, units);
  const options = posts
    .filter((post) => line.has(post.unit_id))
    .map((post) => ({ value: String(post.id), label: post.title }));
  return (
    <>
      <Select name="post_id" label="Which post confirmed" options={options} empty="Choose a post" />
      <TextField name="file" label="The letter or e-mail that confirms" type="file" />
    </>
  );
}

/** A unit and every unit above it. */
function lineOf(unitId: number, units: Schema<'UnitRead'>[]): Set<number> {
  const line = new Set<number>();
  let next: number | null = unitId;
  while (next !== null && !line.has(next)) {
    line.add(next);
    next = units.find((unit) => unit.id === next)?.parent_id ?? null;
  }
  return line;
}
