import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { type PrintedIndicator, sayOf, type Table } from './history-queries';
import { AGGREGATIONS, POLARITIES } from './history-words';

type Polarity = 'higher' | 'lower' | 'range' | 'none';
type Aggregation = 'flow' | 'year_to_date' | 'snapshot' | 'rolling' | 'average';

/** What a person says of one indicator of a table; suggestions stand in the fields, and saving confirms them. */
export function SayOfIndicator({
  table,
  of,
  onClose,
}: {
  table: Table;
  of: PrintedIndicator;
  onClose: () => void;
}) {
  return (
    <Dialog title={`${of.ref} ${of.name}`.trim()} onClose={onClose}>
      {of.why.length > 0 ? <p>Suggested, for you to confirm. {of.why.join(' ')}</p> : null}
      <Form
        submit="Confirm"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          sayOf(table, {
            indicators: [
              {
                ref: of.ref,
                name: of.name,
                polarity: values.optional('polarity') as Polarity | null,
                aggregation: values.optional('aggregation') as Aggregation | null,
                unit: values.text('unit'),
                decimals: values.number('decimals'),
              },
            ],
          })
        }
      >
        <Select
          name="polarity"
          label="Which way is good?"
          options={POLARITIES}
          empty="Not known yet"
          defaultValue={of.polarity ?? of.suggested_polarity ?? ''}
        />
        <Select
          name="aggregation"
          label="What is a figure?"
          options={AGGREGATIONS}
          empty="Not known yet"
          defaultValue={of.aggregation ?? of.suggested_aggregation ?? ''}
        />
        <TextField
          name="unit"
          label="Unit of measure"
          hint="%, days, £m, or what is counted"
          defaultValue={of.unit || of.suggested_unit}
          narrow
          optional
        />
        <TextField
          name="decimals"
          label="Decimals"
          inputMode="numeric"
          defaultValue={of.decimals ?? of.suggested_decimals}
          narrow
        />
      </Form>
    </Dialog>
  );
}
