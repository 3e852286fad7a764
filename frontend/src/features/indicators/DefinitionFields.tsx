import type { Schema } from '@/api/client';
import { today } from '@/lib/dates';
import { shortPeriod } from '@/lib/periods';
import type { FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { usePeriods } from './use-periods';
import { AGGREGATIONS, optionsOf, POLARITIES } from './words';

interface Props {
  /** The version that stands now. */
  of?: Schema<'DefinitionRead'>;
  /** How often figures come: of a new version the first period is chosen by its name. */
  frequency?: Schema<'Frequency'>;
  /** Where the definition stands in the body that is sent: "definition/" in a new indicator's. */
  within?: string;
}

/** What an indicator means and how its figures read. */
export function DefinitionFields({ of, frequency, within = '' }: Props) {
  return (
    <>
      <TextArea
        name={`${within}definition`}
        label="What is counted"
        hint="So that somebody else would come to the same figure: what is in, what is out, of which day or period."
        defaultValue={of?.definition}
      />
      <TextField
        name={`${within}numerator_label`}
        label="Numerator"
        optional
        defaultValue={of?.numerator_label}
      />
      <TextField
        name={`${within}denominator_label`}
        label="Denominator"
        optional
        defaultValue={of?.denominator_label}
      />
      <TextField
        name={`${within}data_source`}
        label="Source"
        optional
        hint="The system or list that the figures come from."
        defaultValue={of?.data_source}
      />
      <TextField
        name={`${within}unit_of_measure`}
        label="Unit of measure"
        hint="For example %, £, days or number."
        narrow
        defaultValue={of?.unit_of_measure}
      />
      <TextField
        name={`${within}decimals`}
        label="Decimal places"
        hint="Figures are compared with their targets as they are displayed."
        inputMode="numeric"
        narrow
        defaultValue={of?.decimals ?? 0}
      />
      <Select
        name={`${within}polarity`}
        label="Good is"
        options={optionsOf(POLARITIES)}
        defaultValue={of?.polarity ?? 'higher'}
      />
      <Select
        name={`${within}aggregation`}
        label="A figure is"
        options={optionsOf(AGGREGATIONS)}
        defaultValue={of?.aggregation ?? 'flow'}
      />
      {frequency ? (
        <FirstPeriod name={`${within}effective_from`} frequency={frequency} />
      ) : (
        <TextField
          name={`${within}effective_from`}
          label="Holds from"
          hint="The first day of the first period that goes by it."
          type="date"
          narrow
          defaultValue={of ? '' : today()}
        />
      )}
    </>
  );
}

/** The period from which a version counts; as a day, for that is what is recorded. */
function FirstPeriod({ name, frequency }: { name: string; frequency: Schema<'Frequency'> }) {
  const periods = usePeriods(frequency, 1);
  const next = periods.find((each) => each.start_on > today());
  return (
    <Select
      name={name}
      label="Counts from"
      hint="The first period whose figure goes by it. An earlier one rates the figures since then again."
      options={periods.map((each) => ({ value: each.start_on, label: shortPeriod(each.label) }))}
      defaultValue={next?.start_on}
    />
  );
}

/** What was typed into `DefinitionFields`, as the service takes it. */
export function definitionTyped(values: FormValues, within = ''): Schema<'DefinitionCreate'> {
  const text = (name: string) => values.text(`${within}${name}`);
  return {
    definition: text('definition'),
    numerator_label: text('numerator_label'),
    denominator_label: text('denominator_label'),
    data_source: text('data_source'),
    unit_of_measure: text('unit_of_measure'),
    decimals: values.number(`${within}decimals`) ?? 0,
    polarity: text('polarity') as Schema<'Polarity'>,
    aggregation: text('aggregation') as Schema<'Aggregation'>,
    effective_from: values.day(`${within}effective_from`),
    breaks_series: values.checked('breaks_series'),
    reason: values.text('reason'),
  };
}
