import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { activitiesQuery, indicatorsQuery } from './queries';

/** The indicators and activities that an action is about, each linked. */
export function About({ action }: { action: Schema<'ActionRead'> }) {
  const { data: indicators } = useSuspenseQuery(indicatorsQuery());
  const { data: activities } = useSuspenseQuery(activitiesQuery());
  if (action.indicator_ids.length + action.activity_ids.length === 0) return <>Nothing in particular</>;
  return (
    <ul className="govuk-list">
      {action.indicator_ids.map((id) => {
        const indicator = indicators.find((each) => each.id === id);
        return (
          <li key={`i${id}`}>
            <Link to="/indicators/$indicatorId" params={{ indicatorId: String(id) }}>
              {indicator ? `${indicator.ref} ${indicator.name}` : `Indicator ${id}`}
            </Link>
          </li>
        );
      })}
      {action.activity_ids.map((id) => {
        const activity = activities.find((each) => each.id === id);
        return (
          <li key={`a${id}`}>
            <Link to="/activities/$activityId" params={{ activityId: String(id) }}>
              {activity ? `${activity.ref} ${activity.title}` : `Activity ${id}`}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
