import { api, unwrap } from '@/api/client';
import { faultAt } from '@/api/problems';
import { today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';

/** Lets a colleague act with one's roles for a time. */
export function LendRoles({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Let somebody act for you" onClose={onClose}>
      <p>
        They can do all that your roles let you do, until the last day. Whatever they do is on record under
        their own name. You keep your roles.
      </p>
      <Form
        submit="Let them act for you"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={async (values) => {
          if (!values.text('valid_to'))
            throw faultAt('valid_to', 'Give the last day on which they act for you.');
          return unwrap(
            api.POST('/api/v1/delegations', {
              body: {
                to_email: values.optional('to_email'),
                valid_from: values.optional('valid_from'),
                valid_to: values.text('valid_to'),
                reason: values.text('reason'),
              },
            }),
          );
        }}
      >
        <TextField
          name="to_email"
          label="Their e-mail address"
          hint="The one they sign in with."
          type="email"
          autoComplete="off"
          spellCheck={false}
        />
        <TextField name="valid_from" label="First day" type="date" defaultValue={today()} narrow />
        <TextField name="valid_to" label="Last day" type="date" narrow />
        <TextArea name="reason" label="Why" hint="For example: annual leave." rows={2} />
      </Form>
    </Dialog>
  );
}
