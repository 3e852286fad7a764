import { useState } from 'react';
import { Notice } from '@/ui/Notice';
import { unsent } from './unsent';

/** Before a step that closes the rows: what was begun beside a figure and would be lost with it. */
export function UnsentNotice() {
  const [sentences] = useState(unsent);
  if (sentences.length === 0) return null;
  return (
    <Notice kind="warning" title="Something has not been sent yet">
      <ul className="govuk-list">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p>Cancel and send it first, or it is lost.</p>
    </Notice>
  );
}
