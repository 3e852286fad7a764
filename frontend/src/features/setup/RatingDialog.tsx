import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { sayOf, type Table } from './history-queries';

const KINDS = [
  { value: 'relative', label: 'By how many per cent the target is missed' },
  { value: 'points', label: 'By how many units the target is missed' },
];

/** The rule by which the figures of a table are rated, said once for all whose polarity it fits. */
export function RatingDialog({ table, onClose }: { table: Table; onClose: () => void }) {
  const numbers = (table.rating?.parameters ?? {}) as Record<string, number | null>;
  return (
    <Dialog title="How are figures rated?" onClose={onClose}>
      <p>For every new indicator of which you said which way is good. Leave the rule out to rate none.</p>
      <Form
        submit="Save the rule"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) => {
          const kind = values.optional('kind') as 'relative' | 'points' | null;
          const parameters = {
            green_within: values.number('green_within'),
            amber_within: values.number('amber_within'),
          };
          return sayOf(table, { rating: kind ? { kind, parameters } : null });
        }}
      >
        <Select
          name="kind"
          label="Rule"
          options={KINDS}
          empty="No rule"
          defaultValue={typeof table.rating?.kind === 'string' ? table.rating.kind : ''}
        />
        <TextField
          name="green_within"
          label="On target up to"
          hint="0 for the target itself"
          inputMode="decimal"
          narrow
          defaultValue={numbers.green_within ?? 0}
        />
        <TextField
          name="amber_within"
          label="Near target up to"
          inputMode="decimal"
          narrow
          defaultValue={numbers.amber_within ?? 10}
        />
      </Form>
    </Dialog>
  );
}
