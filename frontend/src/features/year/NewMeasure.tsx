import { useQueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useThreads } from '@/features/indicators/queries';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { proposalsQuery } from './queries';

const FREQUENCIES = [
  { value: 'quarterly', label: 'Every quarter' },
  { value: 'monthly', label: 'Every month' },
  { value: 'half_yearly', label: 'Every half year' },
  { value: 'annual', label: 'Once a year' },
];
const GOOD = [
  { value: 'higher', label: 'Higher is better' },
  { value: 'lower', label: 'Lower is better' },
  { value: 'range', label: 'Within a range' },
];
const HOW = [
  { value: 'flow', label: 'Counted in each period' },
  { value: 'year_to_date', label: 'Running total of the year' },
  { value: 'snapshot', label: 'As it stands at the end of the period' },
  { value: 'rolling', label: 'Over the last months' },
  { value: 'average', label: 'The average of the period' },
];

/** A new indicator: it is provisional until the round's body approves it. */
export function NewMeasure({ submissionId, onClose }: { submissionId: number; onClose: () => void }) {
  const client = useQueryClient();
  async function add(values: FormValues) {
    return unwrap(
      api.POST('/api/v1/submissions/{submission_id}/proposals', {
        params: { path: { submission_id: submissionId } },
        body: {
          ref: values.text('ref'),
          name: values.text('name'),
          kind: 'performance',
          frequency: values.text('frequency') as Schema<'Frequency'>,
          definition: values.text('definition'),
          data_source: '',
          numerator_label: '',
          denominator_label: '',
          unit_of_measure: values.text('unit_of_measure'),
          decimals: values.number('decimals') ?? 0,
          polarity: values.text('polarity') as Schema<'Polarity'>,
          aggregation: values.text('aggregation') as Schema<'Aggregation'>,
          priority_ids: values.all('priority_ids').map(Number),
          rationale: values.text('rationale'),
        },
      }),
    );
  }
  return (
    <Dialog title="Propose a new indicator" onClose={onClose}>
      <p>Nothing is measured before it is approved. Its target is typed on the page afterwards.</p>
      <Form
        submit="Add it to the proposals"
        onCancel={onClose}
        onSubmit={add}
        onDone={() => {
          void client.invalidateQueries({ queryKey: proposalsQuery(submissionId).queryKey });
          onClose();
        }}
      >
        <TextField name="ref" label="Reference" narrow />
        <TextField name="name" label="What it measures" />
        <TextArea name="definition" label="How it is counted" rows={2} optional />
        <TextField name="unit_of_measure" label="Unit of measure" hint="%, days, homes" narrow />
        <TextField name="decimals" label="Decimals" type="number" min={0} max={6} defaultValue="0" narrow />
        <Select name="frequency" label="How often" options={FREQUENCIES} />
        <Select name="polarity" label="What is good" options={GOOD} />
        <Select name="aggregation" label="How its figure comes about" options={HOW} />
        <Suspense fallback={<p role="status">Reading the priorities …</p>}>
          <Served />
        </Suspense>
        <TextArea name="rationale" label="Why it is measured" rows={2} />
      </Form>
    </Dialog>
  );
}

/** Which priorities it serves: the annual report tells of it under these. */
function Served() {
  const { priorities } = useThreads();
  return (
    <Choices
      kind="checkboxes"
      name="priority_ids"
      label="Priorities it serves"
      hint="The annual report tells of it under these."
      optional
      choices={[...priorities.values()].map((each) => ({
        value: String(each.id),
        label: each.name,
        hint: `${each.plan.title} › ${each.theme.name}`,
      }))}
    />
  );
}
