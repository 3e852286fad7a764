import { useId } from 'react';
import type { Schema } from '@/api/client';
import { LinkButton } from '@/ui/LinkButton';
import styles from './Plans.module.css';
import type { Said } from './succession-lines';

interface Props {
  line: Schema<'SuccessionLine'>;
  /** What of the new plan could take its place. */
  options: Schema<'SuccessionLine'>[];
  said: Said;
  onSay: (said: Said) => void;
}

/** One thing of the old plan: what follows it, one or several, or why nothing does. */
export function SuccessorRow({ line, options, said, onSay }: Props) {
  const id = useId();
  const words = new Map(options.map((option) => [option.id, option.label]));
  const rest = options.filter((option) => !said.to.includes(option.id));
  return (
    <fieldset className={`govuk-fieldset ${styles.successor}`}>
      <legend className="govuk-fieldset__legend govuk-fieldset__legend--s">{line.label}</legend>
      {said.to.length > 0 ? (
        <ul className="govuk-list">
          {said.to.map((each) => (
            <li key={each}>
              {each === line.id ? 'Goes on' : `→ ${words.get(each) ?? each}`}{' '}
              <LinkButton
                aria-label={`Remove ${words.get(each) ?? each}`}
                onClick={() => onSay({ ...said, to: said.to.filter((other) => other !== each) })}
              >
                Remove
              </LinkButton>
            </li>
          ))}
        </ul>
      ) : null}
      {rest.length > 0 ? (
        <div className="govuk-form-group">
          <label className="govuk-label" htmlFor={`${id}-to`}>
            {said.to.length > 0 ? 'Also followed by' : 'Followed by'}
          </label>
          <select
            id={`${id}-to`}
            className="govuk-select"
            value=""
            onChange={(event) => onSay({ ...said, to: [...said.to, Number(event.currentTarget.value)] })}
          >
            <option value="">{said.to.length > 0 ? 'Nothing else' : 'Nothing'}</option>
            {rest.map((option) => (
              <option key={option.id} value={option.id}>
                {option.label}
              </option>
            ))}
          </select>
        </div>
      ) : null}
      {said.to.length === 0 ? (
        <div className="govuk-form-group">
          <label className="govuk-label" htmlFor={`${id}-why`}>
            Why nothing follows
          </label>
          <input
            id={`${id}-why`}
            className="govuk-input"
            value={said.reason}
            onChange={(event) => onSay({ ...said, reason: event.currentTarget.value })}
          />
        </div>
      ) : null}
    </fieldset>
  );
}
