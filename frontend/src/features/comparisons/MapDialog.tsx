import { useSuspenseQuery } from '@tanstack/react-query';
import { today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { type Coverage, type Mapping, mappableQuery, RELATIONS, recordMapping } from './framework-queries';

/** Says how an indicator stands to a metric of a framework, or that it no longer does. */
export function MapDialog({ framework, onClose }: { framework: Coverage; onClose: () => void }) {
  const { data: indicators } = useSuspenseQuery(mappableQuery());
  const metrics = framework.outcomes.flatMap((outcome) => outcome.metrics);
  return (
    <Dialog title="Map an indicator" onClose={onClose}>
      <p>
        It stands on record since when your indicator stands for the metric, and how closely. Everybody signed
        in sees it. No rating changes.
      </p>
      <Form
        submit="Record it"
        onSubmit={(values) =>
          recordMapping({
            metric_id: values.chosen('metric_id'),
            indicator_id: values.chosen('indicator_id'),
            relation: values.text('relation') as Mapping['relation'],
            since: values.day('since'),
            note: values.text('note'),
          })
        }
        onDone={onClose}
        onCancel={onClose}
      >
        <Select
          name="metric_id"
          label="Metric"
          options={metrics.map((each) => ({ value: String(each.id), label: `${each.code} ${each.name}` }))}
        />
        <Select
          name="indicator_id"
          label="Indicator"
          options={indicators.map((each) => ({
            value: String(each.id),
            label: `${each.ref} ${each.name}`,
          }))}
        />
        <Select
          name="relation"
          label="How it stands to the metric"
          options={Object.entries(RELATIONS).map(([value, label]) => ({ value, label }))}
        />
        <TextField name="since" label="Since" type="date" narrow defaultValue={today()} />
        <TextArea name="note" label="What to know of it" optional rows={3} />
      </Form>
    </Dialog>
  );
}
