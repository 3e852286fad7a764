import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSend } from '@/api/use-send';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { decideLoad, type Load, throwAway } from './queries';
import { doesWords } from './words';

/** What can be done with a workbook now: load it, look again, or throw it away. */
export function LoadActions({ load }: { load: Load }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'load' | 'throw_away' | null>(null);
  const again = useSend(() => decideLoad(load, 'preview'));
  const may = (action: string) => load.allowed_actions.includes(action);
  if (load.allowed_actions.length === 0) return null;
  return (
    <>
      {again.problem ? <ProblemSummary problem={again.problem} /> : null}
      <div className="govuk-button-group">
        {may('load') ? <Button onClick={() => setAsking('load')}>Load it</Button> : null}
        {may('preview') ? (
          <Button secondary busy={again.busy} onClick={() => void again.run()}>
            {again.busy ? 'Looking …' : 'Look again'}
          </Button>
        ) : null}
        {may('throw_away') ? (
          <Button secondary onClick={() => setAsking('throw_away')}>
            Throw it away
          </Button>
        ) : null}
      </div>
      {asking === 'load' ? (
        <Dialog title="Load this workbook?" onClose={() => setAsking(null)}>
          <p>
            {`${doesWords(load.totals)}.`} All of it is loaded at once, as you see it here, or nothing. Each
            change stands in the audit log under your name.
          </p>
          <Form
            submit="Load it"
            onSubmit={() => decideLoad(load, 'load')}
            onDone={() => setAsking(null)}
            onCancel={() => setAsking(null)}
          >
            {null}
          </Form>
        </Dialog>
      ) : null}
      {asking === 'throw_away' ? (
        <Dialog title="Throw this workbook away?" onClose={() => setAsking(null)}>
          <p>Nothing of it was loaded. What it would have done is forgotten; your own file stays.</p>
          <Form
            submit="Throw it away"
            warning
            onSubmit={async () => {
              await navigate({ to: '/set-up/workbook' });
              return throwAway(load);
            }}
            onCancel={() => setAsking(null)}
          >
            {null}
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
