import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { shortPeriod } from '@/lib/periods';
import { Figure } from '@/ui/Figure';
import { ActivityStatusTag, RatingTag } from '@/ui/StatusTag';
import styles from './GoldenThread.module.css';

interface ActivityProps {
  activity: Schema<'ThreadActivity'>;
  actions: Schema<'ThreadAction'>[];
  indicators: Map<number, Schema<'ThreadIndicator'>>;
}

/** An activity, with the way on to the indicators that show its effect. */
export function ThreadActivity({ activity, indicators, actions }: ActivityProps) {
  const shown = activity.indicator_ids.flatMap((id) => indicators.get(id) ?? []);
  return (
    <li id={`activity-${activity.id}`} tabIndex={-1}>
      <Link to="/activities/$activityId" params={{ activityId: String(activity.id) }}>
        {activity.ref} {activity.title}
      </Link>
      <span className={styles.facts}>
        <ActivityStatusTag status={activity.status} />
        <span>
          {activity.unit_name}
          {activity.due_on ? ` · due ${longDate(activity.due_on)}` : ''}
        </span>
      </span>
      {shown.length > 0 ? (
        <span className={styles.ways}>
          Shown by{' '}
          {shown.map((each) => (
            <Way key={each.id} to={`indicator-${each.id}`} name={`${each.ref} ${each.name}`}>
              {each.ref}
            </Way>
          ))}
        </span>
      ) : null}
      <Actions of={actions} />
    </li>
  );
}

interface IndicatorProps {
  indicator: Schema<'ThreadIndicator'>;
  actions: Schema<'ThreadAction'>[];
  activities: Schema<'ThreadActivity'>[];
}

/** An indicator with its latest figure, and the way back to the activities it shows the effect of. */
export function ThreadIndicator({ indicator, activities, actions }: IndicatorProps) {
  const { latest } = indicator;
  return (
    <li id={`indicator-${indicator.id}`} tabIndex={-1}>
      <Link to="/indicators/$indicatorId" params={{ indicatorId: String(indicator.id) }}>
        {indicator.ref} {indicator.name}
      </Link>
      <span className={styles.facts}>
        {latest ? (
          <>
            <span>
              <Figure {...latest} /> <span className={styles.none}>{shortPeriod(latest.period_label)}</span>
            </span>
            {indicator.kind === 'contextual' ? <span>Contextual</span> : <RatingTag rating={latest.rating} />}
          </>
        ) : (
          <span>No figure yet</span>
        )}
      </span>
      {activities.length > 0 ? (
        <span className={styles.ways}>
          Shows the effect of{' '}
          {activities.map((each) => (
            <Way key={each.id} to={`activity-${each.id}`} name={`${each.ref} ${each.title}`}>
              {each.ref}
            </Way>
          ))}
        </span>
      ) : null}
      <Actions of={actions} />
    </li>
  );
}

/** What is being done about it. */
function Actions({ of }: { of: Schema<'ThreadAction'>[] }) {
  if (of.length === 0) return null;
  return (
    <span className={styles.ways}>
      {of.length === 1 ? 'Action ' : 'Actions '}
      {of.map((each) => (
        <Link
          key={each.id}
          to="/actions/$actionId"
          params={{ actionId: String(each.id) }}
          title={each.what}
          className={styles.way}
        >
          {each.ref}
          {each.overdue ? ', overdue' : ''}
        </Link>
      ))}
    </span>
  );
}

/** Goes to another place of the thread on this page, and opens what holds it. */
function Way({ to, name, children }: { to: string; name: string; children: string }) {
  function go(event: MouseEvent) {
    const place = document.getElementById(to);
    if (!place) return;
    event.preventDefault();
    const around = place.closest('details');
    if (around) around.open = true;
    place.scrollIntoView({ block: 'center' });
    place.focus({ preventScroll: true });
  }
  return (
    <a href={`#${to}`} onClick={go} title={name} className={styles.way}>
      {children}
    </a>
  );
}
