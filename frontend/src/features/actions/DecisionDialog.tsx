import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { TextArea } from '@/ui/TextArea';
import { decisionWords } from './words';

interface Props {
  action: Schema<'ActionRead'>;
  decision: string;
  onClose: () => void;
}

/** Says what a decision on an action does, takes the reason where it needs one, and does it. */
export function DecisionDialog({ action, decision, onClose }: Props) {
  const words = decisionWords(decision);
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p>
        {action.ref} {action.what}
      </p>
      <p>{words.says}</p>
      <Form
        submit={words.button}
        warning={decision === 'cancel'}
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/actions/{action_id}/decisions', {
              params: { path: { action_id: action.id }, header: ifMatch(action.version) },
              body: { action: decision, comment: values.optional('comment') },
            }),
          )
        }
      >
        {words.comment ? <TextArea name="comment" label={words.comment} /> : null}
      </Form>
    </Dialog>
  );
}
