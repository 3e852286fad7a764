import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import styles from './Filters.module.css';
import { LinkButton } from './LinkButton';

interface FiltersProps {
  label: string;
  children: ReactNode;
  /** Says that something is filtered and takes all filters away. */
  onClear?: (() => void) | undefined;
}

/** A row of filters above a list. What is chosen belongs in the address. */
export function Filters({ label, children, onClear }: FiltersProps) {
  return (
    <search>
      <fieldset className={styles.filters}>
        <legend className="govuk-visually-hidden">{label}</legend>
        {children}
        {onClear ? (
          <span className={styles.clear}>
            <LinkButton onClick={onClear}>Clear filters</LinkButton>
          </span>
        ) : null}
      </fieldset>
    </search>
  );
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
  /** What stands first and filters nothing; left out where one is always chosen. */
  all?: string;
  /** For long choices. */
  wide?: boolean;
}

/** One filter with a few choices. */
export function FilterChoice({ label, value, options, onChange, all, wide = false }: ChoiceProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className={wide ? `govuk-select ${styles.wide}` : 'govuk-select'}
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      >
        {all === undefined ? null : <option value="">{all}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface TextProps {
  label: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** A filter by text; the address changes when typing pauses. */
export function FilterText({ label, value, onChange }: TextProps) {
  const id = useId();
  const [typed, setTyped] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped((now) => (now.trim() === (value ?? '') ? now : (value ?? ''))), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        className={`govuk-input ${styles.wide}`}
        value={typed}
        autoComplete="off"
        maxLength={100}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => onChange(text.trim() || undefined), 250);
        }}
      />
    </div>
  );
}

/** A filter by day. */
export function FilterDay({ label, value, onChange }: TextProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        className="govuk-input"
        value={value ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      />
    </div>
  );
}
