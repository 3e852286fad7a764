import { type ReactNode, useState } from 'react';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Form } from './Form';

interface Props {
  /** What is looked at before it is loaded, in a word: a file, a table. */
  thing: string;
  mayLoad: boolean;
  mayThrowAway: boolean;
  /** What loading does, and who will see it. */
  loading: ReactNode;
  /** What was said of it, which throwing it away forgets. */
  forgets: string;
  onLoad: () => Promise<unknown>;
  onThrowAway: () => Promise<unknown>;
}

/** What can be done with a file that was looked at: load it, or throw it away. */
export function LoadActions({ thing, mayLoad, mayThrowAway, loading, forgets, onLoad, onThrowAway }: Props) {
  const [asking, setAsking] = useState<'load' | 'throw_away' | null>(null);
  const close = () => setAsking(null);
  return (
    <>
      <div className="govuk-button-group">
        {mayLoad ? <Button onClick={() => setAsking('load')}>Load the {thing}</Button> : null}
        {mayThrowAway ? (
          <Button secondary onClick={() => setAsking('throw_away')}>
            Throw it away
          </Button>
        ) : null}
      </div>
      {asking === 'load' ? (
        <Dialog title={`Load this ${thing}?`} onClose={close}>
          {loading}
          <Form submit={`Load the ${thing}`} onSubmit={onLoad} onDone={close} onCancel={close}>
            {null}
          </Form>
        </Dialog>
      ) : null}
      {asking === 'throw_away' ? (
        <Dialog title={`Throw this ${thing} away?`} onClose={close}>
          <p>Nothing of it is on record. What you said of {forgets} is forgotten; your own file stays.</p>
          <Form submit="Throw it away" warning onSubmit={onThrowAway} onCancel={close}>
            {null}
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
