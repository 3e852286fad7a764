import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Notice } from '@/ui/Notice';
import { firstStepsQuery } from './queries';
import { STEPS } from './step-words';

/** On the start page of whoever sets a council up: what comes next before the first round. Nothing once it is open. */
export function NextStep() {
  const { data } = useQuery(firstStepsQuery());
  if (!data || data.complete || data.put_away_on !== null) return null;
  const needed = data.steps.filter((step) => step.state !== 'optional');
  const done = needed.filter((step) => step.state === 'done').length;
  const next = data.steps.find((step) => step.state === 'next');
  const words = next && STEPS[next.key];
  return (
    <Notice title={`Setting the council up: ${done} of ${needed.length} steps are done`}>
      {words ? (
        <p>
          Next: {words.title.charAt(0).toLowerCase() + words.title.slice(1)}. {words.why}{' '}
          {words.links.slice(0, 1).map((link) => (
            <Link key={link.to} to={link.to}>
              {link.label}
            </Link>
          ))}
        </p>
      ) : null}
      <p>
        <Link to="/set-up">All first steps</Link>
      </p>
    </Notice>
  );
}
