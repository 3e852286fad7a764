import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { ownIndicatorsQuery, type PrintedIndicator, sayOf, type Table } from './history-queries';
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
  const { data: own } = useSuspenseQuery(ownIndicatorsQuery());
  const [same, setSame] = useState(of.same_as || of.suggested_same_as || '');
  const why = same ? [] : of.why;
  return (
    <Dialog title={`${of.ref} ${of.name}`.trim()} onClose={onClose}>
      {why.length > 0 ? <p>Suggested, for you to confirm. {why.join(' ')}</p> : null}
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
                same_as: same,
                polarity: same ? null : (values.optional('polarity') as Polarity | null),
                aggregation: same ? null : (values.optional('aggregation') as Aggregation | null),
                unit: same ? '' : values.text('unit'),
                decimals: same ? null : values.number('decimals'),
              },
            ],
          })
        }
      >
        <Select
          name="same_as"
          label="Is it one that you have on record?"
          hint="Then its figures continue that one’s, and what is said there holds."
          options={own
            .filter((each) => !each.provisional)
            .map((each) => ({ value: each.ref, label: `${each.ref} ${each.name}` }))}
          empty="No, it is another"
          value={same}
          onChange={(event) => setSame(event.target.value)}
        />
        {same ? null : <Meaning of={of} />}
      </Form>
    </Dialog>
  );
}

/** What it means, where it is none on record. */
function Meaning({ of }: { of: PrintedIndicator }) {
  return (
    <>
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
    </>
  );
}
