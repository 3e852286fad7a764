import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { PageTitle } from '@/ui/PageTitle';
import { ActivityStatusTag, RatingTag } from '@/ui/StatusTag';
import { Table } from '@/ui/Table';
import { changeWords, figureStateWords, percentWords, REASONS, targetStateWords } from './change-words';
import { changesQuery, submissionQuery } from './queries';

type Changes = Schema<'SubmissionChanges'>;

/** What is other in a submission than last time, so that a reviewer reads the differences first. */
export function SubmissionChangesPage() {
  const { submissionId } = useParams({ from: '/staff/submissions/$submissionId/changes' });
  const { data: submission } = useSuspenseQuery(submissionQuery(Number(submissionId)));
  const { data: changes } = useSuspenseQuery(changesQuery(Number(submissionId)));
  const period = shortPeriod(submission.period_label);
  return (
    <>
      <PageTitle
        crumbs={[
          { label: 'Submissions', to: '/submissions' },
          { label: `${submission.unit.name}, ${period}`, to: `/submissions/${submissionId}` },
        ]}
        caption={`${submission.unit.name}, ${period}`}
      >
        What changed since last time
      </PageTitle>
      {submission.cycle === 'annual' ? (
        <p>Each proposal says what it changes for the year, and what the target was before.</p>
      ) : (
        <>
          <p>
            {changes.compared_with
              ? `Compared with ${changes.compared_with.period_label}: ${countWords(changes.counts)}.`
              : 'This is the first round: there is nothing to compare with.'}
          </p>
          <Figures changes={changes} />
          <Activities changes={changes} />
          <Dropped changes={changes} />
        </>
      )}
      <p>
        <Link to="/submissions/$submissionId" params={{ submissionId }}>
          Back to the submission
        </Link>
      </p>
    </>
  );
}

function Figures({ changes }: { changes: Changes }) {
  return (
    <Table
      caption="Figures"
      rows={changes.figures}
      rowKey={(row) => row.entry_id}
      download="what-changed-figures"
      empty="No figure is other than last time."
      columns={[
        {
          key: 'indicator',
          head: 'Indicator',
          heads: true,
          cell: (row) => (
            <>
              {row.ref} {row.name}
              {row.breakdown === 'all' ? '' : ` (${row.breakdown})`}
              {row.changed.includes('definition') ? <p>Now counts: {row.now.definition}</p> : null}
            </>
          ),
          text: (row) => `${row.ref} ${row.name}`,
        },
        {
          key: 'what',
          head: 'What changed',
          wide: true,
          cell: changeWords,
          text: changeWords,
        },
        {
          key: 'before',
          head: 'Before',
          numeric: true,
          cell: ({ before }) => (before ? `${figureStateWords(before)}, ${before.period_label}` : '–'),
          text: ({ before }) => before && figureStateWords(before),
        },
        {
          key: 'now',
          head: 'Now',
          numeric: true,
          // A submission may ask for several months of one indicator.
          cell: ({ now }) => (
            <>
              <strong>{figureStateWords(now)}</strong>, {now.period_label}
            </>
          ),
          text: ({ now }) => figureStateWords(now),
        },
        {
          key: 'rating',
          head: 'Rating',
          cell: (row) => <RatingChange change={row} />,
          text: ({ now }) => now.rating,
        },
        {
          key: 'target',
          head: 'Target',
          wide: true,
          cell: (row) =>
            row.changed.includes('target')
              ? `${targetStateWords(row.before)} → ${targetStateWords(row.now)}`
              : targetStateWords(row.now),
          text: ({ now }) => targetStateWords(now),
        },
      ]}
    />
  );
}

function RatingChange({
  change: { changed, before, now, broken_from: brokenFrom },
}: {
  change: Schema<'FigureChange'>;
}) {
  if (!now.rating) return <>–</>;
  return (
    <>
      {changed.includes('rating') && before?.rating && !brokenFrom ? (
        <>
          <RatingTag rating={before.rating} />
          {' → '}
        </>
      ) : null}
      <RatingTag rating={now.rating} />
    </>
  );
}

function Activities({ changes }: { changes: Changes }) {
  if (changes.activities.length === 0) return null;
  return (
    <Table
      caption="Activities"
      rows={changes.activities}
      rowKey={(row) => row.entry_id}
      download="what-changed-activities"
      columns={[
        {
          key: 'activity',
          head: 'Activity',
          heads: true,
          cell: (row) => (
            <Link to="/activities/$activityId" params={{ activityId: String(row.activity_id) }}>
              {row.ref} {row.title}
            </Link>
          ),
          text: (row) => `${row.ref} ${row.title}`,
        },
        {
          key: 'before',
          head: 'Before',
          cell: ({ before }) => <Judged state={before} />,
          text: ({ before }) => before?.status ?? null,
        },
        {
          key: 'now',
          head: 'Now',
          cell: ({ now }) => <Judged state={now} />,
          text: ({ now }) => now.status,
        },
      ]}
    />
  );
}

function Judged({ state }: { state: Schema<'ActivityState'> | null }) {
  if (!state?.status) return <>Not entered</>;
  return (
    <>
      <ActivityStatusTag status={state.status} />
      {percentWords(state.percent_complete)}
    </>
  );
}

function Dropped({ changes }: { changes: Changes }) {
  if (changes.dropped.length === 0) return null;
  return (
    <Table
      caption="No longer asked for"
      rows={changes.dropped}
      rowKey={(row) => `${row.kind}-${row.id}`}
      download="no-longer-asked"
      columns={[
        {
          key: 'what',
          head: 'Indicator or activity',
          heads: true,
          cell: (row) => `${row.ref} ${row.name}`,
          text: (row) => `${row.ref} ${row.name}`,
        },
        { key: 'why', head: 'Why', cell: (row) => REASONS[row.reason], text: (row) => REASONS[row.reason] },
      ]}
    />
  );
}

function countWords({ value, rating, target, definition, dropped, activities }: Changes['counts']): string {
  const fresh = [
    things(value, 'figure'),
    things(rating, 'rating'),
    things(target, 'target'),
    things(definition, 'definition'),
    things(activities, 'activity', 'activities'),
  ];
  const given = fresh.filter((words) => !words.startsWith('0 '));
  const gone = dropped > 0 ? `; ${things(dropped, 'row')} no longer asked for` : '';
  return `${given.length > 0 ? `${given.join(', ')} changed` : 'nothing changed'}${gone}`;
}
