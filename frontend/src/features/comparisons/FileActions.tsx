import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { type ComparisonFile, loadFile, throwFileAway } from './queries';
import { comesTo } from './words';

/** Loading a file, or throwing it away. */
export function FileActions({ file }: { file: ComparisonFile }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'load' | 'throw_away' | null>(null);
  const close = () => setAsking(null);
  const may = (action: string) => file.allowed_actions.includes(action);
  return (
    <>
      <div className="govuk-button-group">
        {may('load') ? <Button onClick={() => setAsking('load')}>Load the file</Button> : null}
        {may('throw_away') ? (
          <Button secondary onClick={() => setAsking('throw_away')}>
            Throw it away
          </Button>
        ) : null}
      </div>
      {asking === 'load' ? (
        <Dialog title="Load this file?" onClose={close}>
          <p>
            {`This puts on record: ${comesTo(file.counts)}. Everybody signed in sees it, with its source. `}
            What was on record before stays readable as it was.
          </p>
          <Form submit="Load the file" onSubmit={() => loadFile(file)} onDone={close} onCancel={close}>
            {null}
          </Form>
        </Dialog>
      ) : null}
      {asking === 'throw_away' ? (
        <Dialog title="Throw this file away?" onClose={close}>
          <p>Nothing of it is on record. What you said of its source is forgotten; your own file stays.</p>
          <Form
            submit="Throw it away"
            warning
            onSubmit={async () => {
              await navigate({ to: '/comparisons' });
              return throwFileAway(file);
            }}
            onCancel={close}
          >
            {null}
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
