import type { SelectHTMLAttributes } from 'react';
import { FieldFrame, type FieldProps } from './FieldFrame';
import { useField } from './form-context';

export interface Option {
  value: string;
  label: string;
}

type Props = FieldProps &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'name' | 'id'> & {
    options: Option[];
    /** What stands first and means nothing chosen. */
    empty?: string;
  };

/** One of several. */
export function Select({ name, label, hint, optional, narrow: _, options, empty, ...rest }: Props) {
  const { id, error } = useField(name);
  const frame = { id, label, hint, optional, error };
  return (
    <FieldFrame {...frame}>
      {(describedBy) => (
        <select
          {...rest}
          id={id}
          name={name}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
          className={`govuk-select ${error ? 'govuk-select--error' : ''}`}
        >
          {empty === undefined ? null : <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
