import { useState } from 'react';
import type { Schema } from '@/api/client';
import { Choices } from '@/ui/Choices';
import { PickMany } from '@/ui/PickMany';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { COVERS, type Covers, collectedWords, OPERATIONS, type Operation } from './words';

interface Props {
  /** The series of this indicator. */
  own: Schema<'CollectedSeries'>[];
  collected: Schema<'CollectedSeries'>[];
  /** What stands now, to begin with. */
  now: Schema<'CalculationRead'> | undefined;
}

/** What a figure is made of, and how. */
export function CalculationFields({ own, collected, now }: Props) {
  const [operation, setOperation] = useState<string>(now?.operation ?? 'sum');
  const [covers, setCovers] = useState<Covers>(now?.covers ?? 'same_period');
  const options = collected.map((each) => ({ value: String(each.id), label: collectedWords(each) }));
  const chosen = (role: string) =>
    (now?.parts ?? []).filter((part) => part.role === role).map((part) => String(part.series_id));
  const choices: { value: string; label: string; hint: string }[] = [...OPERATIONS];
  if (now) choices.push({ value: 'entered', label: 'Not any more', hint: 'Its service enters it again.' });
  return (
    <>
      {own.length > 1 ? (
        <Select
          name="series"
          label="Which figures are calculated"
          defaultValue={String(now?.series_id ?? own[0]?.id ?? '')}
          options={own.map((each) => ({ value: String(each.id), label: collectedWords(each) }))}
        />
      ) : null}
      <Choices
        kind="radios"
        name="operation"
        label="What it is"
        choices={choices}
        defaultValue={operation}
        onChange={(value) => setOperation(value)}
      />
      {operation === 'entered' ? null : (
        <>
          {operation === 'ratio' ? (
            <>
              <PickMany
                key="over"
                name="numerators"
                label="Numerators"
                needed
                options={options}
                chosen={chosen('numerator')}
              />
              <PickMany
                key="under"
                name="denominators"
                label="Denominators"
                needed
                options={options}
                chosen={chosen('denominator')}
              />
            </>
          ) : (
            <PickMany
              key="parts"
              name="parts"
              label="Made of"
              needed
              options={options}
              chosen={chosen('part')}
            />
          )}
          <Select
            name="covers"
            label="Of which periods"
            defaultValue={covers}
            options={COVERS}
            onChange={(event) => setCovers(event.currentTarget.value as Covers)}
          />
          {covers === 'last_periods' ? (
            <TextField
              name="periods"
              label="How many periods"
              hint="4 quarters or 12 months for a rolling year."
              inputMode="numeric"
              narrow
              defaultValue={now?.periods || 4}
            />
          ) : null}
        </>
      )}
      <TextField
        name="effective_from"
        label="From"
        hint="The first day of the first period that is calculated. Nobody is asked for it from then on."
        type="date"
        narrow
      />
    </>
  );
}

/** How it is calculated, as it was chosen; null: entered again. */
export function operationTyped(text: string): Operation | null {
  return OPERATIONS.find((each) => each.value === text)?.value ?? null;
}
