import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { TextField } from '@/ui/TextField';

/** Sets the last day of a unit, or takes it back. */
export function EndUnit({ unit, onClose }: { unit: Schema<'UnitRead'>; onClose: () => void }) {
  return (
    <Dialog title={`End ${unit.name}`} onClose={onClose}>
      <p>
        After its last day it is not offered for new work. What it reported stays on record, for ever. Give
        its indicators, posts and activities to other units; they are listed on this page. Leave the day empty
        if there is no last day.
      </p>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/units/{unit_id}', {
              params: { path: { unit_id: unit.id }, header: ifMatch(unit.version) },
              body: { valid_to: values.optional('valid_to') },
            }),
          )
        }
        onDone={onClose}
      >
        <TextField
          narrow
          name="valid_to"
          type="date"
          label="Last day"
          defaultValue={unit.valid_to ?? today()}
        />
      </Form>
    </Dialog>
  );
}
