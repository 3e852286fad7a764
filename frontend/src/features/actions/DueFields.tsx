import { useState } from 'react';
import { Choices } from '@/ui/Choices';
import type { FormValues } from '@/ui/Form';
import { TextField } from '@/ui/TextField';

/** A day or a whole month, as committees ask for things: "by March 2027". */
export function DueFields({ due = '' }: { due?: string }) {
  const [precision, setPrecision] = useState(due.length === 10 ? 'day' : 'month');
  return (
    <>
      <Choices
        kind="radios"
        name="precision"
        label="By when"
        inline
        defaultValue={precision}
        onChange={setPrecision}
        choices={[
          { value: 'month', label: 'A month' },
          { value: 'day', label: 'A day' },
        ]}
      />
      {precision === 'month' ? (
        <TextField key="month" narrow name="due" type="month" label="Month" defaultValue={due.slice(0, 7)} />
      ) : (
        <TextField
          key="day"
          narrow
          name="due"
          type="date"
          label="Day"
          defaultValue={due.length === 10 ? due : ''}
        />
      )}
    </>
  );
}

/** "2027-03" or "2027-03-31", as the service takes it. */
export const dueOf = (values: FormValues) => values.text('due');
