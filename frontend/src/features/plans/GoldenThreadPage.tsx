import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Schema } from '@/api/client';
import { useView } from '@/api/view';
import { OfNow } from '@/features/views/OfNow';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { Counts } from './Counts';
import styles from './GoldenThread.module.css';
import { plansQuery, threadQuery } from './queries';
import { ThreadActivity, ThreadIndicator } from './ThreadEntries';
import { activitiesOf, countActivities, countRatings, indicatorsOf } from './words';

/** The golden thread of a plan: from the plan down to each figure, and from each figure back to what it is for. */
export function GoldenThreadPage() {
  const { plan: asked } = useSearch({ from: '/staff/golden-thread' });
  const { data: plans } = useSuspenseQuery(plansQuery());
  const chosen =
    plans.find((each) => each.id === asked) ?? plans.find((each) => each.state === 'adopted') ?? plans[0];
  return (
    <>
      <PageTitle crumbs={[{ label: 'Plans', to: '/plans' }]}>Golden thread</PageTitle>
      <p>
        Down: which priorities a plan has, what is done for them, and which indicators show whether it works.
        Back up: beside each indicator, what it is for.
      </p>
      <OfNow>
        Plans, links and actions are as they are now; figures, ratings and what was judged of activities are
        of then.
      </OfNow>
      {chosen ? (
        <Thread plan={chosen} plans={plans} />
      ) : (
        <p>There are no plans yet. The thread begins with a plan, its themes and priorities.</p>
      )}
    </>
  );
}

interface ThreadProps {
  plan: Schema<'PlanRead'>;
  plans: Schema<'PlanRead'>[];
}

function Thread({ plan, plans }: ThreadProps) {
  const navigate = useNavigate({ from: '/golden-thread' });
  const { data: thread } = useSuspenseQuery(threadQuery({ plan_id: plan.id }, useView()));
  const tree = useRef<HTMLDivElement>(null);
  function setAll(open: boolean) {
    for (const each of tree.current?.querySelectorAll('details') ?? []) each.open = open;
  }
  return (
    <>
      <Filters label="Choose a plan">
        <FilterChoice
          label="Plan"
          wide
          value={String(plan.id)}
          options={plans.map((each) => ({ value: String(each.id), label: each.title }))}
          onChange={(value) =>
            void navigate({
              search: (all) => ({ ...all, plan: value ? Number(value) : undefined }),
              replace: true,
            })
          }
        />
        <span className={styles.folding}>
          <LinkButton onClick={() => setAll(true)}>Open all</LinkButton>
          <LinkButton onClick={() => setAll(false)}>Close all</LinkButton>
        </span>
      </Filters>
      <div ref={tree}>
        {thread.plans.map((each) => (
          <PlanBranch key={each.id} plan={each} thread={thread} />
        ))}
        {thread.linked_indicators.length > 0 ? (
          <section aria-labelledby="elsewhere">
            <h2 id="elsewhere">Linked to its activities, and serving no priority of it</h2>
            <Indicators of={thread.linked_indicators} thread={thread} />
          </section>
        ) : null}
      </div>
    </>
  );
}

interface BranchProps {
  plan: Schema<'ThreadPlan'>;
  thread: Schema<'ThreadRead'>;
}

function PlanBranch({ plan, thread }: BranchProps) {
  const known = indicatorsOf(thread);
  // On a narrow screen the thread begins folded, or it would be read by the metre.
  const [open] = useState(() => !window.matchMedia('(max-width: 640px)').matches);
  return (
    <>
      <h2>
        <Link to="/plans/$planId" params={{ planId: String(plan.id) }}>
          {plan.title}
        </Link>
      </h2>
      {plan.themes.length === 0 ? <p>It has no themes yet.</p> : null}
      {plan.themes.map((theme) => (
        <section key={theme.id} aria-labelledby={`theme-${theme.id}`}>
          <h3 id={`theme-${theme.id}`} className={styles.theme}>
            {theme.name}
          </h3>
          {theme.priorities.map((priority) => (
            <details key={priority.id} className={styles.priority} open={open}>
              <summary>
                <span className={styles.name}>{priority.name}</span>
                <span className={styles.counts}>
                  <Counts of={countActivities(priority.activities)} none="No activities" />
                  <Counts of={countRatings(priority.indicators)} none="No rated indicators" />
                </span>
              </summary>
              <div className={styles.inside}>
                <Link to="/priorities/$priorityId" params={{ priorityId: String(priority.id) }}>
                  Open this priority<span className="govuk-visually-hidden">: {priority.name}</span>
                </Link>
                <div className={styles.columns}>
                  <div>
                    <h4>Activities</h4>
                    {priority.activities.length === 0 ? <p className={styles.none}>None yet</p> : null}
                    <ul className={styles.entries}>
                      {priority.activities.map((each) => (
                        <ThreadActivity
                          key={each.id}
                          activity={each}
                          indicators={known}
                          actions={actionsOf(thread, each.action_ids)}
                        />
                      ))}
                    </ul>
                  </div>
                  <div>
                    <h4>Indicators</h4>
                    {priority.indicators.length === 0 ? <p className={styles.none}>None yet</p> : null}
                    <Indicators of={priority.indicators} thread={thread} />
                  </div>
                </div>
              </div>
            </details>
          ))}
        </section>
      ))}
    </>
  );
}

function Indicators({ of, thread }: { of: Schema<'ThreadIndicator'>[]; thread: Schema<'ThreadRead'> }) {
  const ways = activitiesOf(thread);
  return (
    <ul className={styles.entries}>
      {of.map((each) => (
        <ThreadIndicator
          key={each.id}
          indicator={each}
          activities={ways.get(each.id) ?? []}
          actions={actionsOf(thread, each.action_ids)}
        />
      ))}
    </ul>
  );
}

function actionsOf(thread: Schema<'ThreadRead'>, ids: number[]) {
  return thread.actions.filter((each) => ids.includes(each.id));
}
