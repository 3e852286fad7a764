import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { PickMany } from '@/ui/PickMany';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { treeOf, withinOf } from './tree';
import { optionsOf, UNIT_KINDS } from './words';

type Unit = Schema<'UnitRead'>;

const { council: _, ...PARTS } = UNIT_KINDS;

interface Props {
  unit: Unit;
  units: Unit[];
  onClose: () => void;
}

/** Renames or moves a unit, and says what it took over from. Figures stay with the unit that reported them. */
export function ChangeUnit({ unit, units, onClose }: Props) {
  const within = withinOf(units, unit.id);
  return (
    <Dialog title={`Rename or move ${unit.name}`} onClose={onClose}>
      <p>
        Figures stay with the unit that reported them. Whoever has a role here reaches what stands below it.
      </p>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/units/{unit_id}', {
              params: { path: { unit_id: unit.id }, header: ifMatch(unit.version) },
              body: {
                name: values.text('name'),
                kind: values.text('kind') as 'service',
                parent_id: values.chosen('parent_id'),
                valid_from: values.optional('valid_from'),
                predecessor_ids: values.all('predecessor_ids').map(Number),
              },
            }),
          )
        }
        onDone={onClose}
      >
        <TextField name="name" label="Name" defaultValue={unit.name} />
        <Select name="kind" label="Kind" options={optionsOf(PARTS)} defaultValue={unit.kind} />
        <Select
          name="parent_id"
          label="Part of"
          defaultValue={unit.parent_id ?? undefined}
          options={treeOf(units)
            .filter((branch) => !within.has(branch.unit.id))
            .map((branch) => ({ value: String(branch.unit.id), label: branch.unit.name }))}
        />
        <TextField
          name="valid_from"
          type="date"
          label="First day"
          optional
          narrow
          defaultValue={unit.valid_from ?? ''}
        />
        <PickMany
          name="predecessor_ids"
          label="Took over from"
          hint="Units that this one came from, in a merger or a split. Type a part of the name and choose from the list."
          chosen={unit.predecessor_ids.map(String)}
          options={units
            .filter((each) => each.id !== unit.id)
            .map((each) => ({ value: String(each.id), label: each.name }))}
        />
      </Form>
    </Dialog>
  );
}
