import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { things } from '@/lib/format';
import { LinkButton } from '@/ui/LinkButton';
import { Progress } from '@/ui/Progress';
import styles from './EntryBar.module.css';
import { useSummary } from './entering';
import type { EntryStore } from './entry-store';
import type { Summary } from './rows';

/** What is done and what is saved, always in sight, with the way on. */
export function EntryBar({ store, children }: { store: EntryStore; children: ReactNode }) {
  const summary = useSummary(store);
  return (
    <div className={styles.bar}>
      {summary.held ? <HeldBanner store={store} summary={summary} /> : null}
      <Progress done={summary.complete} of={summary.total} label="complete" />
      <p className={styles.state} role="status">
        {summary.said ? `${summary.said} ` : ''}
        {savedWords(summary)}
      </p>
      <div>{children}</div>
    </div>
  );
}

function savedWords({ unsaved, saving, anySaved, held }: Summary): string {
  if (held) return `${things(unsaved.length, 'row')} waiting to be saved.`;
  if (saving) return 'Saving …';
  if (unsaved.length > 0) return `${things(unsaved.length, 'row')} not saved yet.`;
  return anySaved ? 'All saved.' : '';
}

function HeldBanner({ store, summary }: { store: EntryStore; summary: Summary }) {
  const href = useRouterState({ select: (state) => state.location.href });
  if (summary.held === 'signed-out')
    return (
      <p className={styles.banner} role="alert">
        <strong>Your session has ended.</strong> What you typed is kept in this browser.{' '}
        <Link to="/sign-in" search={{ next: href }}>
          Sign in again
        </Link>{' '}
        and it is offered back to you.
      </p>
    );
  return (
    <p className={styles.banner} role="alert">
      <strong>No connection.</strong> Keep typing: it is kept in this browser and saved when the connection is
      back. <LinkButton onClick={() => store.retryHeld()}>Try now</LinkButton>
    </p>
  );
}
