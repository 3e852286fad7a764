import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { dueDate } from '@/lib/dates';
import { StateTag } from '@/ui/StatusTag';
import styles from './IndicatorPage.module.css';
import { indicatorActionsQuery } from './queries';

/** What is being done about an indicator. */
export function ActionsAbout({ indicator }: { indicator: Schema<'IndicatorDetail'> }) {
  const { data: actions } = useSuspenseQuery(indicatorActionsQuery(indicator.id));
  return <ActionList actions={actions} source={{ kind: 'indicator', id: indicator.id }} />;
}

interface Props {
  actions: Schema<'ActionRead'>[];
  source: { kind: 'indicator' | 'activity'; id: number };
}

/** Actions with who does them by when. */
export function ActionList({ actions, source }: Props) {
  const mayRaise = useMay('raise_action');
  return (
    <section aria-labelledby="actions">
      <div className={styles.head}>
        <h2 id="actions">Actions</h2>
        {mayRaise ? (
          <Link to="/actions/new" search={{ source_kind: source.kind, source_id: source.id }}>
            Raise an action
          </Link>
        ) : null}
      </div>
      {actions.length === 0 ? <p className={styles.meta}>No actions have been raised about it.</p> : null}
      <ul className={styles.list}>
        {actions.map((action) => (
          <li key={action.id}>
            <Link to="/actions/$actionId" params={{ actionId: String(action.id) }}>
              {action.ref} {action.what}
            </Link>{' '}
            <StateTag state={action.state} strong={action.overdue} />
            <span className={styles.sub}>
              {action.whom} · due {dueDate(action.due_on, action.due_precision)}
              {action.overdue ? ', overdue' : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
