import type { TextareaHTMLAttributes } from 'react';
import { FieldFrame, type FieldProps } from './FieldFrame';
import { useField } from './form-context';

type Props = FieldProps & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'name' | 'id'>;

/** Several lines of text. */
export function TextArea({ name, label, hint, optional, narrow: _, rows = 4, ...rest }: Props) {
  const { id, error } = useField(name);
  const frame = { id, label, hint, optional, error };
  return (
    <FieldFrame {...frame}>
      {(describedBy) => (
        <textarea
          {...rest}
          id={id}
          name={name}
          rows={rows}
          aria-describedby={describedBy}
          aria-invalid={error ? true : undefined}
          className={`govuk-textarea ${error ? 'govuk-textarea--error' : ''}`}
        />
      )}
    </FieldFrame>
  );
}
