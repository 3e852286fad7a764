import type { ReactNode } from 'react';
import type { FieldProps } from './FieldFrame';
import { useField } from './form-context';

interface Choice {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
}

type Props = FieldProps & {
  kind: 'radios' | 'checkboxes';
  choices: Choice[];
  defaultValue?: string | string[];
  onChange?: (value: string, checked: boolean) => void;
  inline?: boolean;
};

/** One (radios) or any number (checkboxes) of a few choices, with a legend. */
export function Choices({
  kind,
  name,
  label,
  hint,
  optional,
  choices,
  defaultValue,
  onChange,
  inline,
}: Props) {
  const { id, error } = useField(name);
  const chosen = Array.isArray(defaultValue) ? defaultValue : [defaultValue];
  const type = kind === 'radios' ? 'radio' : 'checkbox';
  return (
    <div className={`govuk-form-group ${error ? 'govuk-form-group--error' : ''}`}>
      <fieldset className="govuk-fieldset" aria-describedby={hint ? `${id}-hint` : undefined}>
        <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">
          {label}
          {optional ? ' (optional)' : null}
        </legend>
        {hint ? (
          <div className="govuk-hint" id={`${id}-hint`}>
            {hint}
          </div>
        ) : null}
        {error ? (
          <p className="govuk-error-message">
            <span className="govuk-visually-hidden">Error:</span> {error}
          </p>
        ) : null}
        <div className={`govuk-${kind} govuk-${kind}--small ${inline ? `govuk-${kind}--inline` : ''}`}>
          {choices.map((choice, index) => {
            const choiceId = index === 0 ? id : `${id}-${index}`;
            return (
              <div className={`govuk-${kind}__item`} key={choice.value}>
                <input
                  className={`govuk-${kind}__input`}
                  type={type}
                  id={choiceId}
                  name={name}
                  value={choice.value}
                  defaultChecked={chosen.includes(choice.value)}
                  onChange={(event) => onChange?.(choice.value, event.currentTarget.checked)}
                />
                <label className={`govuk-label govuk-${kind}__label`} htmlFor={choiceId}>
                  {choice.label}
                </label>
                {choice.hint ? <div className={`govuk-hint govuk-${kind}__hint`}>{choice.hint}</div> : null}
              </div>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
}
