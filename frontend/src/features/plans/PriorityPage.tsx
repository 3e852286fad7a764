import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { useMayIn } from '@/api/session';
import { useAhead } from '@/api/use-ahead';
import { useView } from '@/api/view';
import { OfNow } from '@/features/views/OfNow';
import { figureWords } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { ratingWord } from '@/lib/status';
import { Button } from '@/ui/Button';
import { Figure } from '@/ui/Figure';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { ActivityDialog } from './ActivityDialog';
import { activityColumns } from './activity-columns';
import { BranchDialog } from './BranchDialog';
import { planQuery, priorityQuery, threadQuery } from './queries';
import { activitiesSeen } from './words';

type Indicator = Schema<'ThreadIndicator'>;

/** One priority: what is being done for it, and what shows whether it works. */
export function PriorityPage() {
  const { priorityId } = useParams({ from: '/staff/priorities/$priorityId' });
  const id = Number(priorityId);
  const view = useView();
  useAhead(priorityQuery(id), threadQuery({ priority_id: id }, view));
  const { data: priority } = useSuspenseQuery(priorityQuery(id));
  const { data: thread } = useSuspenseQuery(threadQuery({ priority_id: id }, view));
  const [threadPlan] = thread.plans;
  const { data: plan } = useSuspenseQuery(planQuery(threadPlan?.id ?? 0));
  const theme = plan.themes.find((each) => each.id === priority.theme_id);
  const tree = theme?.priorities.find((each) => each.id === id);
  const indicators = threadPlan?.themes
    .flatMap((each) => each.priorities)
    .find((each) => each.id === id)?.indicators;
  const mayEdit = useMayIn(plan.unit_id, 'edit_plan') && plan.state !== 'superseded';
  const [open, setOpen] = useState<'edit' | 'activity' | null>(null);
  return (
    <>
      <PageTitle
        caption={theme?.name}
        crumbs={[
          { label: 'Plans', to: '/plans' },
          { label: plan.title, to: `/plans/${plan.id}` },
        ]}
        aside={
          mayEdit ? (
            <>
              <Button secondary onClick={() => setOpen('edit')}>
                Edit
              </Button>
              <Button secondary onClick={() => setOpen('activity')}>
                Add an activity
              </Button>
            </>
          ) : undefined
        }
      >
        {priority.name}
      </PageTitle>
      {tree && tree.succession.predecessor_ids.length + tree.succession.successor_ids.length > 0 ? (
        <Notice>
          {tree.succession.predecessor_ids.map((each) => (
            <p key={each}>
              <Link to="/priorities/$priorityId" params={{ priorityId: String(each) }}>
                It took the place of a priority of an earlier plan
              </Link>
            </p>
          ))}
          {tree.succession.successor_ids.map((each) => (
            <p key={each}>
              <Link to="/priorities/$priorityId" params={{ priorityId: String(each) }}>
                A priority of a later plan took its place
              </Link>
            </p>
          ))}
        </Notice>
      ) : null}
      <OfNow>Which activities and indicators there are, and their milestones, is as it is now.</OfNow>
      <Table
        caption="Activities"
        columns={activityColumns()}
        rows={activitiesSeen(tree?.activities ?? [], thread, view)}
        rowKey={(row) => row.id}
        empty="No activity serves it yet."
        download={`activities-${priority.code.toLowerCase()}`}
      />
      <Table
        caption="Indicators"
        columns={INDICATORS}
        rows={indicators ?? []}
        rowKey={(row) => row.id}
        empty="No indicator shows yet whether it works."
        download={`indicators-${priority.code.toLowerCase()}`}
      />
      <p>
        <Link to="/golden-thread" search={{ plan: plan.id }}>
          See it in the golden thread
        </Link>
      </p>
      {open === 'edit' ? (
        <BranchDialog edited={{ kind: 'priority', of: priority }} onClose={() => setOpen(null)} />
      ) : null}
      {open === 'activity' ? (
        <ActivityDialog priorityId={id} plan={plan} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}

const INDICATORS: Column<Indicator>[] = [
  { key: 'Ref', head: 'Ref', cell: (row) => row.ref, text: (row) => row.ref },
  {
    key: 'Indicator',
    head: 'Indicator',
    heads: true,
    cell: (row) => (
      <Link to="/indicators/$indicatorId" params={{ indicatorId: String(row.id) }}>
        {row.name}
      </Link>
    ),
    text: (row) => row.name,
  },
  { key: 'Service', head: 'Service', wide: true, cell: (row) => row.unit_name, text: (row) => row.unit_name },
  {
    key: 'Period',
    head: 'Latest period',
    wide: true,
    cell: (row) => shortPeriod(row.latest?.period_label ?? ''),
    text: (row) => row.latest?.period ?? null,
  },
  {
    key: 'Latest',
    head: 'Latest figure',
    numeric: true,
    cell: (row) => (row.latest ? <Figure {...row.latest} /> : 'None yet'),
    text: (row) => (row.latest ? (row.latest.value ?? figureWords(row.latest)) : null),
  },
  {
    key: 'Status',
    head: 'Status',
    cell: (row) =>
      row.latest && row.kind !== 'contextual' ? <RatingTag rating={row.latest.rating} /> : null,
    text: (row) => (row.latest && row.kind !== 'contextual' ? ratingWord(row.latest.rating) : null),
  },
];
