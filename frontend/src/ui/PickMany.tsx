import { useId, useState } from 'react';
import { LinkButton } from './LinkButton';
import styles from './PickMany.module.css';
import type { Option } from './Select';

interface Props {
  name: string;
  label: string;
  hint?: string;
  options: Option[];
  chosen: string[];
  /** Whether at least one has to be chosen. */
  needed?: boolean;
}

/** Any number out of a long list: type a part of the name, choose, and see what is chosen. */
export function PickMany({ name, label, hint, options, chosen: before, needed }: Props) {
  const id = useId();
  const [chosen, setChosen] = useState(before);
  const [typed, setTyped] = useState('');
  const words = new Map(options.map((option) => [option.value, option.label]));
  const rest = options.filter((option) => !chosen.includes(option.value));
  function add(text: string) {
    const found = rest.find((option) => option.label === text);
    setTyped(found ? '' : text);
    if (found) setChosen([...chosen, found.value]);
  }
  return (
    <div className="govuk-form-group">
      <label className="govuk-label govuk-label--s" htmlFor={id}>
        {label}
        {needed ? null : ' (optional)'}
      </label>
      <div className="govuk-hint" id={`${id}-hint`}>
        {hint ?? 'Type a part of the name and choose from the list.'}
      </div>
      <input
        id={id}
        className="govuk-input"
        list={`${id}-list`}
        aria-describedby={`${id}-hint`}
        value={typed}
        autoComplete="off"
        onChange={(event) => add(event.currentTarget.value)}
      />
      <datalist id={`${id}-list`}>
        {rest.map((option) => (
          <option key={option.value} value={option.label} />
        ))}
      </datalist>
      {chosen.map((value) => (
        <input key={value} type="hidden" name={name} value={value} />
      ))}
      <ul className={styles.chosen} aria-label={`${label}: chosen`} aria-live="polite">
        {chosen.map((value) => (
          <li key={value}>
            {words.get(value) ?? value}{' '}
            <LinkButton
              aria-label={`Remove ${words.get(value) ?? value}`}
              onClick={() => setChosen(chosen.filter((each) => each !== value))}
            >
              Remove
            </LinkButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
