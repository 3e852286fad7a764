import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { LinkButton } from '@/ui/LinkButton';
import { type Column, Table } from '@/ui/Table';
import { Counts } from './Counts';
import styles from './Plans.module.css';
import { countActivities, countRatings, countsText } from './words';

type Priority = Schema<'PriorityTree'>;

interface Props {
  theme: Schema<'ThemeTree'>;
  thread: Schema<'ThreadRead'>;
  onEdit: ((priority: Priority) => void) | undefined;
}

/** A theme's priorities with how their activities and indicators do. */
export function ThemeTable({ theme, thread, onEdit }: Props) {
  const indicators = new Map(
    thread.plans.flatMap((plan) =>
      plan.themes.flatMap((each) =>
        each.priorities.map((priority) => [priority.id, priority.indicators] as const),
      ),
    ),
  );
  const columns: Column<Priority>[] = [
    {
      key: 'Priority',
      head: 'Priority',
      heads: true,
      cell: (row) => (
        <>
          <Link to="/priorities/$priorityId" params={{ priorityId: String(row.id) }}>
            {row.name}
          </Link>
          <div className={styles.narrow}>
            <Counts of={countActivities(row.activities)} none="No activities yet" />
            <Counts of={countRatings(indicators.get(row.id) ?? [])} none="No rated indicators yet" />
          </div>
        </>
      ),
      text: (row) => row.name,
    },
    {
      key: 'Activities',
      head: 'Activities, as judged',
      wide: true,
      cell: (row) => <Counts of={countActivities(row.activities)} none="None yet" />,
      text: (row) => countsText(countActivities(row.activities)),
    },
    {
      key: 'Indicators',
      head: 'Indicators, latest figures',
      wide: true,
      cell: (row) => <Counts of={countRatings(indicators.get(row.id) ?? [])} none="None rated yet" />,
      text: (row) => countsText(countRatings(indicators.get(row.id) ?? [])),
    },
  ];
  if (onEdit)
    columns.push({
      key: 'Edit',
      head: <span className="govuk-visually-hidden">Edit</span>,
      cell: (row) => (
        <LinkButton onClick={() => onEdit(row)}>
          Edit<span className="govuk-visually-hidden"> {row.name}</span>
        </LinkButton>
      ),
    });
  return (
    <Table
      caption={`Priorities of ${theme.name}`}
      quiet
      columns={columns}
      rows={theme.priorities}
      rowKey={(row) => row.id}
      empty="No priorities yet."
      download={`priorities-${theme.code.toLowerCase()}`}
    />
  );
}
