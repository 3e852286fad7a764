import type { ReactNode } from 'react';

export interface FieldProps {
  /** The field's name in the body that is sent; faults whose JSON pointer begins with it are shown here. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean;
  narrow?: boolean;
}

interface Props {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  optional?: boolean | undefined;
  error?: string | undefined;
  children: (describedBy: string | undefined) => ReactNode;
}

/** Label, hint and error round a field, joined to it for screen readers. */
export function FieldFrame({ id, label, hint, optional, error, children }: Props) {
  const parts = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean);
  return (
    <div className={`govuk-form-group ${error ? 'govuk-form-group--error' : ''}`}>
      <label className="govuk-label govuk-label--s" htmlFor={id}>
        {label}
        {optional ? ' (optional)' : null}
      </label>
      {hint ? (
        <div className="govuk-hint" id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      {error ? (
        <p className="govuk-error-message" id={`${id}-error`}>
          <span className="govuk-visually-hidden">Error:</span> {error}
        </p>
      ) : null}
      {children(parts.join(' ') || undefined)}
    </div>
  );
}
