import type { Schema } from '@/api/client';
import { dueDate } from '@/lib/dates';
import { StatusShape } from '@/ui/StatusTag';
import styles from './Overdue.module.css';

/** When an action is due; past that with a shape and a word as well. */
export function Overdue({
  action,
}: {
  action: Pick<Schema<'ActionRead'>, 'due_on' | 'due_precision' | 'overdue'>;
}) {
  return (
    <span>
      {dueDate(action.due_on, action.due_precision)}
      {action.overdue ? (
        <span className={styles.overdue}>
          <StatusShape shape="diamond" tone="off" /> Overdue
        </span>
      ) : null}
    </span>
  );
}
