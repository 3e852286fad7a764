import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import {
  portfoliosQuery,
  postsQuery,
  unitsQuery,
  usePortfolioNames,
  usePostNames,
  useUnitNames,
} from '@/api/organisation';
import { useMayIn } from '@/api/session';
import { useAhead } from '@/api/use-ahead';
import { looksBack, useView } from '@/api/view';
import { ActionList } from '@/features/indicators/ActionsAbout';
import { OfNow } from '@/features/views/OfNow';
import { longDate } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { Progress } from '@/ui/Progress';
import { ActivityStatusTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { ActivityDialog } from './ActivityDialog';
import { ActivityUpdates } from './ActivityUpdates';
import { LinkedIndicators } from './LinkedIndicators';
import { Milestones } from './Milestones';
import styles from './Plans.module.css';
import { activityActionsQuery, activityQuery, planQuery, threadQuery, updatesQuery } from './queries';
import { activitiesSeen } from './words';

/** One activity: where it stands as its service judges, what its dates hint at, its steps and what was reported. */
export function ActivityPage() {
  const { activityId } = useParams({ from: '/staff/activities/$activityId' });
  const id = Number(activityId);
  const view = useView();
  useAhead(
    activityQuery(id),
    updatesQuery(id),
    threadQuery({ activity_id: id }, view),
    activityActionsQuery(id),
    unitsQuery(),
    postsQuery(),
    portfoliosQuery(),
  );
  const { data: stands } = useSuspenseQuery(activityQuery(id));
  const { data: updates } = useSuspenseQuery(updatesQuery(id));
  const { data: thread } = useSuspenseQuery(threadQuery({ activity_id: id }, view));
  const activity = activitiesSeen([stands], thread, view)[0] ?? stands;
  const { data: actions } = useSuspenseQuery(activityActionsQuery(id));
  const [inThread] = thread.plans;
  const { data: plan } = useSuspenseQuery(planQuery(inThread?.id ?? 0));
  const theme = plan.themes.find((each) => each.priorities.some(({ id: of }) => of === activity.priority_id));
  const priority = theme?.priorities.find((each) => each.id === activity.priority_id);
  const mayEdit = useMayIn(plan.unit_id, 'edit_plan') && plan.state !== 'superseded';
  const [editing, setEditing] = useState(false);
  return (
    <>
      <PageTitle
        title={`${activity.ref} ${activity.title}`}
        caption={activity.ref}
        crumbs={[
          { label: 'Plans', to: '/plans' },
          { label: plan.title, to: `/plans/${plan.id}` },
          ...(priority ? [{ label: priority.name, to: `/priorities/${priority.id}` }] : []),
        ]}
        aside={
          mayEdit ? (
            <Button secondary onClick={() => setEditing(true)}>
              Edit
            </Button>
          ) : undefined
        }
      >
        {activity.title}
      </PageTitle>
      <OfNow>
        Its status and the figures of its indicators are of then; dates, milestones, reports and actions are
        as they are now.
      </OfNow>
      <Standing activity={activity} />
      {activity.hints.length > 0 ? (
        <Notice title="Worth a question">
          {activity.hints.map((hint) => (
            <p key={hint.code}>{hint.sentence}</p>
          ))}
          <p className={styles.meta}>
            Found in its dates and reports. It changes nothing: the status is the service's judgement.
          </p>
        </Notice>
      ) : null}
      <div className={styles.columns}>
        <div>
          <ActivityUpdates updates={updates} />
        </div>
        <div>
          <Milestones activity={activity} mayEdit={mayEdit} />
          <LinkedIndicators activity={activity} thread={thread} />
          <ActionList actions={actions} source={{ kind: 'activity', id }} />
          <Facts activity={activity} />
        </div>
      </div>
      {editing ? (
        <ActivityDialog
          of={activity}
          priorityId={activity.priority_id}
          plan={plan}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </>
  );
}

function Standing({ activity }: { activity: Schema<'ActivityDetail'> }) {
  const { total, done } = activity.milestone_counts;
  const past = looksBack(useView());
  return (
    <dl className={styles.strip}>
      <div>
        <dt>Status, as its service judges</dt>
        <dd>
          <ActivityStatusTag status={activity.status} />
        </dd>
      </div>
      {activity.percent_complete === null || past ? null : (
        <div>
          <dt>Reported as</dt>
          <dd>{activity.percent_complete}% complete</dd>
        </div>
      )}
      {total > 0 ? (
        <div>
          <dt>Milestones</dt>
          <dd>
            <Progress done={done} of={total} label="done" />
          </dd>
        </div>
      ) : null}
      <div>
        <dt>Due</dt>
        <dd>{activity.due_on ? longDate(activity.due_on) : 'No date'}</dd>
      </div>
    </dl>
  );
}

function Facts({ activity }: { activity: Schema<'ActivityDetail'> }) {
  const unitName = useUnitNames();
  const postName = usePostNames();
  const portfolioName = usePortfolioNames();
  const { predecessor_ids: before, successor_ids: after } = activity.succession;
  return (
    <section aria-labelledby="about">
      <h2 id="about">About this activity</h2>
      {activity.description ? <p>{activity.description}</p> : null}
      <SummaryList
        rows={[
          ['Service', unitName(activity.unit_id)],
          ['Lead', postName(activity.lead_post_id) || 'No lead yet'],
          ['Portfolio', activity.portfolio_ids.map(portfolioName).join(', ') || 'None'],
          ['Starts', activity.start_on ? longDate(activity.start_on) : null],
          ['Reported on from', longDate(activity.valid_from)],
          ['Reported on until', activity.valid_to ? longDate(activity.valid_to) : null],
          [
            'Took the place of',
            before.length > 0 ? <Others key="before" ids={before} words="the activity before" /> : null,
          ],
          [
            'Its place was taken by',
            after.length > 0 ? <Others key="after" ids={after} words="the activity after" /> : null,
          ],
        ]}
      />
    </section>
  );
}

function Others({ ids, words }: { ids: number[]; words: string }) {
  return ids.map((each) => (
    <Link key={each} to="/activities/$activityId" params={{ activityId: String(each) }}>
      {words}
    </Link>
  ));
}
