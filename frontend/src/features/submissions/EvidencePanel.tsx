import { useQuery } from '@tanstack/react-query';
import { api, unwrap } from '@/api/client';
import { Problem } from '@/api/problems';
import { moment } from '@/lib/dates';
import { Form } from '@/ui/Form';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { Busy } from '@/ui/Progress';
import { TextField } from '@/ui/TextField';
import fields from './EntryFields.module.css';
import { useShared } from './entering';
import { evidenceQuery } from './queries';
import panels from './RowPanels.module.css';

interface Props {
  kind: 'entry' | 'submission';
  id: number;
  /** What it belongs to, in words. */
  of: string;
  mayAdd: boolean;
}

/** The files behind a figure, to be opened or added to. */
export function EvidencePanel({ kind, id, of, mayAdd }: Props) {
  const { knownAs } = useShared();
  const { data, error } = useQuery(evidenceQuery(kind, id));
  return (
    <section
      className={panels.panel}
      aria-label={`Evidence for ${of}`}
      data-unsent={`${of}: a file is chosen but not added.`}
    >
      {error instanceof Problem ? <ProblemSummary problem={error} /> : null}
      {data ? null : error ? null : <Busy>Reading the evidence …</Busy>}
      {data?.length === 0 ? <p className={fields.quiet}>No file has been added yet.</p> : null}
      {data && data.length > 0 ? (
        <ul className="govuk-list">
          {data.map((file) => (
            <li key={file.id}>
              <a href={`/api/v1/evidence/${file.id}/file`} download={file.filename}>
                {file.filename}
              </a>{' '}
              <span className={fields.quiet}>
                added by {knownAs(file.added_by)} on {moment(file.added_at)}
                {file.note ? `: ${file.note}` : ''}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {mayAdd ? (
        <Form
          // A new form for the next file.
          key={data?.length ?? 0}
          submit="Add file"
          onSubmit={(values) => addEvidence(kind, id, values.file('file'), values.text('note'))}
        >
          <TextField
            name="file"
            label="File"
            type="file"
            hint="A letter, list or screenshot that shows how the figure was counted: PDF, Word, Excel, CSV or a picture."
          />
          <TextField name="note" label="What it shows" optional />
        </Form>
      ) : null}
    </section>
  );
}

/** Keeps a file as evidence of an entry or of a whole submission. Raises a `Problem` at `file` where none is chosen. */
export async function addEvidence(
  kind: 'entry' | 'submission' | 'plan_consultation',
  id: number,
  file: File | null,
  note: string,
): Promise<{ id: number }> {
  if (!file) {
    const detail = 'Choose a file.';
    throw new Problem(422, 'missing', detail, [{ field: 'file', pointer: '/file', code: 'missing', detail }]);
  }
  const form = new FormData();
  form.set('kind', kind);
  form.set('subject_id', String(id));
  form.set('note', note);
  form.set('file', file);
  return unwrap(
    api.POST('/api/v1/evidence', { body: form as never, bodySerializer: (body) => body as never }),
  );
}
