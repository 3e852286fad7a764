import type { ReactNode } from 'react';
import { today } from '@/lib/dates';
import { Dialog } from './Dialog';
import { Form } from './Form';
import { TextField } from './TextField';

interface Props {
  title: string;
  /** What the last day means, in a sentence or two. */
  children: ReactNode;
  hint?: string;
  submit: string;
  /** The day that stands; today is offered where there is none. */
  lastDay?: string | null;
  /** Sends the day that was chosen, or null where it was emptied. */
  onSend: (lastDay: string | null) => Promise<unknown>;
  onClose: () => void;
}

/** Asks for the last day of something, and sends it. */
export function LastDayDialog({ title, children, hint, submit, lastDay, onSend, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      <Form
        submit={submit}
        onCancel={onClose}
        onSubmit={(values) => onSend(values.optional('valid_to'))}
        onDone={onClose}
      >
        <TextField
          narrow
          name="valid_to"
          type="date"
          label="Last day"
          hint={hint}
          defaultValue={lastDay ?? today()}
        />
      </Form>
    </Dialog>
  );
}
