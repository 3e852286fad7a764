import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { TextArea } from '@/ui/TextArea';
import { DueFields, dueOf } from './DueFields';

/** Moves the day of an action, with the reason that members read beside it. */
export function MoveDue({ action, onClose }: { action: Schema<'ActionRead'>; onClose: () => void }) {
  return (
    <Dialog title="Move the day of this action" onClose={onClose}>
      <p>
        The day first asked for stays on record; the next report says that it was moved, how often and why.
      </p>
      <Form
        submit="Move its day"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/actions/{action_id}/due-changes', {
              params: { path: { action_id: action.id }, header: ifMatch(action.version) },
              body: { due: dueOf(values), reason: values.text('reason') },
            }),
          )
        }
      >
        <DueFields due={action.due} />
        <TextArea name="reason" label="Why" />
      </Form>
    </Dialog>
  );
}
