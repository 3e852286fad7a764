import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { longDate } from '@/lib/dates';
import { mappingsQuery, RELATIONS } from './framework-queries';

/** On an indicator's page: which metrics of frameworks that others publish it stands for. */
export function StandsFor({ indicatorId }: { indicatorId: number }) {
  const { data } = useQuery(mappingsQuery(indicatorId));
  if (!data || data.length === 0) return null;
  return (
    <>
      <h3>What it stands for elsewhere</h3>
      <ul className="govuk-list govuk-list--bullet">
        {data.map((each) => (
          <li key={each.id}>
            <Link to="/external-frameworks/$frameworkId" params={{ frameworkId: String(each.framework_id) }}>
              {each.framework}
            </Link>
            : {each.metric_code} {each.metric}. {RELATIONS[each.relation]}, since {longDate(each.since)}.{' '}
            {each.note}
          </li>
        ))}
      </ul>
    </>
  );
}
