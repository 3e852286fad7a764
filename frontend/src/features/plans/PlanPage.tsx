import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { unitsQuery, useUnitNames } from '@/api/organisation';
import { useMayIn } from '@/api/session';
import { useAhead } from '@/api/use-ahead';
import { useView } from '@/api/view';
import { OfNow } from '@/features/views/OfNow';
import { longDate } from '@/lib/dates';
import { things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { LinkButton } from '@/ui/LinkButton';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { BranchDialog, type BranchEdited } from './BranchDialog';
import { Counts } from './Counts';
import { LifeDialog, type PlanStep, STEPS } from './LifeDialog';
import { AdoptDialog, EditPlanDialog } from './PlanDialogs';
import { PlanLife } from './PlanLife';
import { PlanLinks } from './PlanLinks';
import styles from './Plans.module.css';
import { consultationsQuery, planQuery, reviewsQuery, threadQuery } from './queries';
import { ThemeTable } from './ThemeTable';
import { countActivities, countRatings, indicatorsOf, PLAN_KINDS, planSeen } from './words';

type Open = 'edit' | PlanStep | null;

/** One plan: its themes and priorities, with how their activities and indicators do. */
export function PlanPage() {
  const { planId } = useParams({ from: '/staff/plans/$planId' });
  const id = Number(planId);
  const view = useView();
  useAhead(
    planQuery(id),
    threadQuery({ plan_id: id }, view),
    unitsQuery(),
    consultationsQuery(id),
    reviewsQuery(id),
  );
  const { data: stands } = useSuspenseQuery(planQuery(id));
  const { data: thread } = useSuspenseQuery(threadQuery({ plan_id: id }, view));
  const plan = planSeen(stands, thread, view);
  const unitName = useUnitNames();
  const mayEdit =
    useMayIn(plan.unit_id, 'edit_plan') && plan.state !== 'superseded' && plan.state !== 'consultation';
  const [open, setOpen] = useState<Open>(null);
  const [branch, setBranch] = useState<BranchEdited | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <PageTitle
        caption={`${PLAN_KINDS[plan.kind]} · ${unitName(plan.unit_id)} · ${longDate(plan.start_on)} to ${longDate(plan.end_on)}`}
        crumbs={[{ label: 'Plans', to: '/plans' }]}
        aside={
          <>
            <Link to="/golden-thread" search={{ plan: id }}>
              Golden thread
            </Link>
            {mayEdit ? (
              <Button secondary onClick={() => setOpen('edit')}>
                Edit
              </Button>
            ) : null}
            {STEPS.filter(({ action }) => plan.allowed_actions.includes(action)).map((step) => (
              <Button
                key={step.action}
                secondary={step.action !== 'adopt'}
                onClick={() => setOpen(step.action)}
              >
                {step.label}
              </Button>
            ))}
            {plan.allowed_actions.includes('supersede') ? (
              <Link
                to="/plans/$planId/succession"
                params={{ planId }}
                className="govuk-button govuk-button--secondary"
              >
                Supersede
              </Link>
            ) : null}
          </>
        }
      >
        {plan.title}
      </PageTitle>
      <Succession plan={plan} />
      <PlanLinks plan={plan} />
      <OfNow>
        Its themes, priorities, activities and milestones are as they are now; what was judged, and the
        figures of its indicators, are of then.
      </OfNow>
      <PlanStrip plan={plan} thread={thread} />
      {plan.themes.length === 0 ? (
        <Notice>
          <p>
            It has no themes yet.{' '}
            {mayEdit
              ? 'Add a theme, then its priorities; activities and indicators hang on priorities.'
              : null}
          </p>
        </Notice>
      ) : null}
      {plan.themes.map((theme) => (
        <section key={theme.id} aria-labelledby={`theme-${theme.id}`}>
          <div className={styles.head}>
            <h2 id={`theme-${theme.id}`}>{theme.name}</h2>
            {mayEdit ? (
              <span className={styles.links}>
                <LinkButton onClick={() => setBranch({ kind: 'theme', of: theme })}>
                  Edit {theme.name}
                </LinkButton>
                <LinkButton
                  onClick={() =>
                    setBranch({ kind: 'priority', theme_id: theme.id, position: theme.priorities.length + 1 })
                  }
                >
                  Add a priority<span className="govuk-visually-hidden"> to {theme.name}</span>
                </LinkButton>
              </span>
            ) : null}
          </div>
          <ThemeTable
            theme={theme}
            thread={thread}
            onEdit={mayEdit ? (priority) => setBranch({ kind: 'priority', of: priority }) : undefined}
          />
        </section>
      ))}
      {mayEdit ? (
        <Button
          secondary
          onClick={() => setBranch({ kind: 'theme', plan_id: id, position: plan.themes.length + 1 })}
        >
          Add a theme
        </Button>
      ) : null}
      <PlanLife plan={plan} />
      {open === 'edit' ? <EditPlanDialog plan={plan} onClose={close} /> : null}
      {open === 'adopt' ? <AdoptDialog plan={plan} onClose={close} /> : null}
      {open && open !== 'edit' && open !== 'adopt' ? (
        <LifeDialog plan={plan} step={open} onClose={close} />
      ) : null}
      {branch ? <BranchDialog edited={branch} onClose={() => setBranch(null)} /> : null}
    </>
  );
}

/** Which plan took its place, and whose place it took. */
function Succession({ plan }: { plan: Schema<'PlanTree'> }) {
  if (!plan.superseded_by_id && plan.supersedes_ids.length === 0) return null;
  return (
    <Notice>
      {plan.superseded_by_id ? (
        <p>
          Superseded{plan.superseded_on ? ` on ${longDate(plan.superseded_on)}` : ''}.{' '}
          <Link to="/plans/$planId" params={{ planId: String(plan.superseded_by_id) }}>
            Read the plan that took its place
          </Link>
        </p>
      ) : null}
      {plan.supersedes_ids.map((each) => (
        <p key={each}>
          <Link to="/plans/$planId" params={{ planId: String(each) }}>
            Read the plan whose place it took
          </Link>
        </p>
      ))}
    </Notice>
  );
}

function PlanStrip({ plan, thread }: { plan: Schema<'PlanTree'>; thread: Schema<'ThreadRead'> }) {
  const activities = plan.themes.flatMap((theme) =>
    theme.priorities.flatMap((priority) => priority.activities),
  );
  const indicators = [...indicatorsOf(thread).values()].filter(
    (each) => !thread.linked_indicators.some((linked) => linked.id === each.id),
  );
  return (
    <dl className={styles.strip}>
      <div>
        <dt>State</dt>
        <dd>
          <StateTag
            state={plan.state === 'consultation' ? 'Out to consultation' : plan.state}
            strong={plan.state === 'draft'}
          />
        </dd>
      </div>
      <div>
        <dt>{things(activities.length, 'activity', 'activities')}, as judged</dt>
        <dd>
          <Counts of={countActivities(activities)} none="None yet" />
        </dd>
      </div>
      <div>
        <dt>{things(indicators.length, 'indicator')}, latest figures</dt>
        <dd>
          <Counts of={countRatings(indicators)} none="None rated yet" />
        </dd>
      </div>
      {plan.counts.milestones.total > 0 ? (
        <div>
          <dt>Milestones</dt>
          <dd>
            {plan.counts.milestones.done} of {plan.counts.milestones.total} done
            {plan.counts.milestones.overdue > 0 ? `, ${plan.counts.milestones.overdue} overdue` : ''}
          </dd>
        </div>
      ) : null}
    </dl>
  );
}
