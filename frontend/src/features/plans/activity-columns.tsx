import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { activityStatusWord } from '@/lib/status';
import { ActivityStatusTag } from '@/ui/StatusTag';
import type { Column } from '@/ui/Table';
import styles from './Plans.module.css';

type Activity = Schema<'ActivityRead'>;

/** The columns of every table of activities; `more` stand before the status. */
export function activityColumns(more: Column<Activity>[] = []): Column<Activity>[] {
  return [
    { key: 'Ref', head: 'Ref', cell: (row) => row.ref.replaceAll(' ', '\u00a0'), text: (row) => row.ref },
    {
      key: 'Activity',
      head: 'Activity',
      heads: true,
      cell: (row) => (
        <>
          <Link to="/activities/$activityId" params={{ activityId: String(row.id) }}>
            {row.title}
          </Link>
          {row.hints.length > 0 ? (
            <span className={styles.meta}>
              <br />
              {row.hints.map((hint) => hint.sentence).join(' ')}
            </span>
          ) : null}
        </>
      ),
      text: (row) => row.title,
    },
    ...more,
    {
      key: 'Due',
      head: 'Due',
      wide: true,
      cell: (row) => (row.due_on ? longDate(row.due_on) : 'No date'),
      text: (row) => row.due_on,
    },
    {
      key: 'Milestones',
      head: 'Milestones',
      wide: true,
      cell: ({ milestone_counts: { total, done, overdue } }) =>
        total === 0 ? null : `${done} of ${total} done${overdue > 0 ? `, ${overdue} overdue` : ''}`,
      text: ({ milestone_counts: { total, done } }) => (total === 0 ? null : `${done} of ${total}`),
    },
    {
      key: 'Status',
      head: 'Status, as judged',
      cell: (row) => <ActivityStatusTag status={row.status} />,
      text: (row) => activityStatusWord(row.status),
    },
    {
      key: 'Hints',
      head: 'Hints',
      downloadOnly: true,
      cell: () => null,
      text: (row) => row.hints.map((hint) => hint.sentence).join(' '),
    },
  ];
}
