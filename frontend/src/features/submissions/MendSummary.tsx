import { useEffect, useRef } from 'react';
import type { ToMend } from './checklist';

/** The checklist before submitting, as an error summary: each line leads to the cell where it is mended. */
export function MendSummary({ faults, tries }: { faults: ToMend[]; tries: number }) {
  const summary = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try brings it into sight again
  useEffect(() => {
    summary.current?.focus();
  }, [tries]);
  if (faults.length === 0) return null;
  return (
    <div className="govuk-error-summary" role="alert" tabIndex={-1} ref={summary}>
      <h2 className="govuk-error-summary__title">
        {faults.length === 1 ? 'One thing is missing' : `${faults.length} things are missing`} before this can
        be submitted
      </h2>
      <div className="govuk-error-summary__body">
        <ul className="govuk-list govuk-error-summary__list">
          {faults.map((fault) => (
            <li key={fault.href + fault.sentence}>
              <a href={`#${fault.href}`} onClick={(event) => goTo(event, fault.href)}>
                {fault.sentence}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function goTo(event: { preventDefault: () => void }, id: string) {
  event.preventDefault();
  const field = document.getElementById(id);
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}
