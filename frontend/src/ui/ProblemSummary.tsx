import type { Ref } from 'react';
import type { Problem } from '@/api/problems';

interface Props {
  problem: Problem;
  /** Its faults with the id of the field each belongs to; left out, they are shown without a link. */
  faults?: { detail: string; href?: string | undefined }[];
  ref?: Ref<HTMLDivElement>;
}

const CHANGED =
  'Somebody else changed this while you had it open. What you see now is the newest; what you typed is still here. Look at it, then save again.';

/** What the service refused and how to mend it, at the top of a form or page. */
export function ProblemSummary({ problem, faults, ref }: Props) {
  const list = faults ?? problem.faults.map((fault) => ({ detail: fault.detail, href: undefined }));
  const sentence = problem.status === 412 ? CHANGED : problem.message;
  return (
    <div className="govuk-error-summary" role="alert" tabIndex={-1} ref={ref}>
      <h2 className="govuk-error-summary__title">There is a problem</h2>
      <div className="govuk-error-summary__body">
        {list.length === 0 || problem.status === 412 ? <p>{sentence}</p> : null}
        {list.length > 0 ? (
          <ul className="govuk-list govuk-error-summary__list">
            {list.map((fault) => (
              <li key={fault.detail + fault.href}>
                {fault.href ? <FieldLink id={fault.href}>{fault.detail}</FieldLink> : fault.detail}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}

function FieldLink({ id, children }: { id: string; children: string }) {
  return (
    <a
      href={`#${id}`}
      onClick={(event) => {
        event.preventDefault();
        const field = document.getElementById(id);
        field?.scrollIntoView({ block: 'center' });
        field?.focus({ preventScroll: true });
      }}
    >
      {children}
    </a>
  );
}
