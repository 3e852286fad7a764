import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import styles from './Attention.module.css';

type Rule = Schema<'AttentionRead'>;
type Found = Schema<'FoundRead'>;

const TITLES: Record<string, string> = {
  off_target_twice: 'Off target two periods running',
  newly_off_target: 'Newly off target',
  worsening: 'Getting worse',
  no_figure: 'No figure',
  revised: 'Changed since members saw it',
  overdue_actions: 'Actions overdue',
  late_submissions: 'Submissions late',
};
const FIRST = 5;

/** What needs attention, by rules that say what they are. */
export function Attention({ board }: { board: Schema<'DashboardRead'> }) {
  const found = board.attention.filter((rule) => rule.found.length > 0);
  const none = board.attention.filter((rule) => rule.found.length === 0);
  return (
    <aside className={styles.attention} aria-labelledby="attention">
      <h2 id="attention">Needs attention</h2>
      {found.map((rule) => (
        <section key={rule.rule}>
          <h3>
            {TITLES[rule.rule] ?? rule.sentence} <span className={styles.count}>{rule.found.length}</span>
          </h3>
          <p className={styles.rule}>{rule.sentence}</p>
          <FoundList rule={rule} pack={board.pack} />
        </section>
      ))}
      {none.length > 0 ? (
        <p className={`${styles.rule} ${styles.nothing}`}>
          Nothing found for: {none.map((rule) => (TITLES[rule.rule] ?? rule.rule).toLowerCase()).join('; ')}.
        </p>
      ) : null}
      <p>
        <Link to="/activities">Key activities and how they stand</Link>
      </p>
    </aside>
  );
}

function FoundList({ rule, pack }: { rule: Rule; pack: number | null }) {
  const said =
    new Set(rule.found.map((each) => each.sentence)).size > 1 || rule.found[0]?.kind !== 'observation';
  const item = (each: Found) => (
    <li key={each.id}>
      <FoundLink found={each} pack={pack} />
      {said ? <span className={styles.sentence}> {each.sentence}</span> : null}
    </li>
  );
  const rest = rule.found.slice(FIRST);
  return (
    <>
      <ul className={styles.found}>{rule.found.slice(0, FIRST).map(item)}</ul>
      {rest.length > 0 ? (
        <details className={styles.more}>
          <summary>{things(rest.length, 'more', 'more')}</summary>
          <ul className={styles.found}>{rest.map(item)}</ul>
        </details>
      ) : null}
    </>
  );
}

function FoundLink({ found, pack }: { found: Found; pack: number | null }) {
  const id = String(found.id);
  if (found.kind === 'action') {
    return (
      <Link to="/actions/$actionId" params={{ actionId: id }}>
        {found.ref} {found.name}
      </Link>
    );
  }
  if (found.kind === 'submission') {
    return (
      <Link to="/submissions/$submissionId" params={{ submissionId: id }}>
        {found.name}
      </Link>
    );
  }
  return (
    <Link to="/observations/$observationId" params={{ observationId: id }} search={pack ? { pack } : {}}>
      {found.ref} {found.name}
    </Link>
  );
}
