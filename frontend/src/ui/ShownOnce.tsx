import { useId, useState } from 'react';
import { Button } from './Button';

/** A secret that is shown this once, with a button that copies it. */
export function ShownOnce({ label, text }: { label: string; text: string }) {
  const id = useId();
  const [copied, setCopied] = useState('');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('Copied.');
    } catch {
      setCopied('Your browser does not let pages copy. Select the text and copy it yourself.');
    }
  }
  return (
    <div className="govuk-form-group">
      <label className="govuk-label govuk-label--s" htmlFor={id}>
        {label}
      </label>
      <div className="govuk-hint" id={`${id}-hint`}>
        It is shown this once. Nobody can read it again, not even an administrator.
      </div>
      <input
        id={id}
        className="govuk-input"
        readOnly
        value={text}
        aria-describedby={`${id}-hint`}
        onFocus={(event) => event.currentTarget.select()}
      />
      <p>
        <Button secondary onClick={() => void copy()}>
          Copy
        </Button>{' '}
        <span role="status">{copied}</span>
      </p>
    </div>
  );
}
