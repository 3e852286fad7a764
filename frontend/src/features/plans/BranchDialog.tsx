import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { TextField } from '@/ui/TextField';

/** A theme or priority that is made or changed. */
export type BranchEdited =
  | { kind: 'theme'; of: Schema<'ThemeRead'> }
  | { kind: 'theme'; of?: undefined; plan_id: number; position: number }
  | { kind: 'priority'; of: Schema<'PriorityRead'> }
  | { kind: 'priority'; of?: undefined; theme_id: number; position: number };

interface Props {
  edited: BranchEdited;
  onClose: () => void;
}

/** Adds or changes a theme or priority of a plan. */
export function BranchDialog({ edited, onClose }: Props) {
  const { kind, of } = edited;
  return (
    <Dialog title={of ? `Edit ${of.name}` : `Add a ${kind}`} onClose={onClose}>
      <Form
        submit={of ? 'Save' : `Add the ${kind}`}
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) => send(edited, values)}
      >
        <TextField
          name="name"
          label="Name"
          hint={kind === 'theme' ? 'For example People.' : 'For example Good homes for all.'}
          defaultValue={of?.name}
        />
        {of ? null : <TextField name="code" label="Code" hint="Short and lasting, for exports." narrow />}
        <TextField
          name="position"
          label="Place in the order"
          inputMode="numeric"
          narrow
          defaultValue={of ? of.position : edited.position}
        />
      </Form>
    </Dialog>
  );
}

function send(edited: BranchEdited, values: FormValues): Promise<unknown> {
  const body = { name: values.text('name'), position: values.chosen('position') };
  const code = values.text('code');
  if (edited.of) {
    const header = ifMatch(edited.of.version);
    return edited.kind === 'theme'
      ? unwrap(
          api.PATCH('/api/v1/themes/{theme_id}', {
            params: { path: { theme_id: edited.of.id }, header },
            body,
          }),
        )
      : unwrap(
          api.PATCH('/api/v1/priorities/{priority_id}', {
            params: { path: { priority_id: edited.of.id }, header },
            body,
          }),
        );
  }
  return edited.kind === 'theme'
    ? unwrap(api.POST('/api/v1/themes', { body: { ...body, code, plan_id: edited.plan_id } }))
    : unwrap(api.POST('/api/v1/priorities', { body: { ...body, code, theme_id: edited.theme_id } }));
}
