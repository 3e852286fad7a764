import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { ActionFields, actionBody } from './ActionFields';

/** Changes what an open action asks, whom it asks, or what it is about. */
export function ChangeAction({ action, onClose }: { action: Schema<'ActionRead'>; onClose: () => void }) {
  return (
    <Dialog title={`Change ${action.ref}`} onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/actions/{action_id}', {
              params: { path: { action_id: action.id }, header: ifMatch(action.version) },
              body: actionBody(values),
            }),
          )
        }
      >
        <ActionFields action={action} />
      </Form>
    </Dialog>
  );
}
