import type { InputHTMLAttributes } from 'react';
import { FieldFrame, type FieldProps } from './FieldFrame';
import { useField } from './form-context';

type Props = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, 'name' | 'id'>;

/** One line of text, a number as people type it (`inputMode="decimal"`), a date (`type="date"`), a file. */
export function TextField({ name, label, hint, optional, narrow, ...rest }: Props) {
  const { id, error } = useField(name);
  const frame = { id, label, hint, optional, error };
  return (
    <FieldFrame {...frame}>
      {(describedBy) => (
        <input
          {...rest}
          id={id}
          name={name}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
          className={`govuk-input ${narrow ? 'govuk-input--width-10' : ''} ${error ? 'govuk-input--error' : ''}`}
        />
      )}
    </FieldFrame>
  );
}
