import { useState } from 'react';
import type { Schema } from '@/api/client';
import { periodOfCode } from '@/lib/periods';
import { LinkButton } from '@/ui/LinkButton';
import { ActivityStatusTag } from '@/ui/StatusTag';
import styles from './Plans.module.css';

const SHOWN = 4;

/** What the service reported, quarter by quarter, the newest first; of a quarter its last revision. */
export function ActivityUpdates({ updates }: { updates: Schema<'ActivityUpdateRead'>[] }) {
  const [all, setAll] = useState(false);
  const newest = newestOf(updates);
  return (
    <section aria-labelledby="updates">
      <h2 id="updates">What was reported</h2>
      {newest.length === 0 ? (
        <p className={styles.meta}>
          Nothing has been reported yet. Its service reports on it with each return.
        </p>
      ) : null}
      {newest.slice(0, all ? undefined : SHOWN).map((each) => (
        <div key={each.id} className={styles.entry}>
          <h3>{periodOfCode(each.period_code)}</h3>
          <p>
            <ActivityStatusTag status={each.status} />
            {each.percent_complete === null ? null : `, ${each.percent_complete}% complete`}
          </p>
          {each.update ? <p>{each.update}</p> : null}
          {each.cause ? (
            <p>
              <strong>Cause:</strong> {each.cause}
            </p>
          ) : null}
          {each.path_to_green ? (
            <p>
              <strong>Path to green:</strong> {each.path_to_green}
            </p>
          ) : null}
        </div>
      ))}
      {newest.length > SHOWN ? (
        <LinkButton aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show the newest only' : `Show all ${newest.length} reports`}
        </LinkButton>
      ) : null}
    </section>
  );
}

function newestOf(updates: Schema<'ActivityUpdateRead'>[]) {
  const last = new Map<string, Schema<'ActivityUpdateRead'>>();
  for (const each of updates) {
    const known = last.get(each.period_code);
    if (!known || known.revision < each.revision) last.set(each.period_code, each);
  }
  return [...last.values()].sort((one, other) => other.period_code.localeCompare(one.period_code));
}
