import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import styles from './Plans.module.css';

type Row = Schema<'RollOverRow'>;

const NOTES = [
  [
    'target_missing',
    'Indicators without a target',
    'Services propose them in the year’s round, or one by one on the indicators’ pages.',
  ],
  ['indicator_ends', 'Indicators that end', 'They are not asked for after their last day.'],
  ['grant_ends', 'Roles that end', 'Give them again to whoever goes on.'],
  ['delegation_ends', 'Roles lent that end', 'Whoever lent them can lend them again.'],
  ['post_vacant', 'Posts that nobody holds', 'What they own is asked of nobody in person.'],
] as const;

/** What cannot be taken along and somebody has to see to before the year begins. */
export function RollOverNotes({ read }: { read: Schema<'RollOverRead'> }) {
  const kinds = NOTES.map(([kind, head, what]) => ({
    head,
    what,
    rows: read.rows.filter((row) => row.kind === kind),
  }));
  return (
    <section aria-labelledby="to-see-to">
      <h2 id="to-see-to">To see to before the year begins</h2>
      {kinds.every(({ rows }) => rows.length === 0) ? <p>There is nothing else to see to.</p> : null}
      {kinds
        .filter(({ rows }) => rows.length > 0)
        .map(({ head, what, rows }) => (
          <details key={head} className="govuk-details">
            <summary className="govuk-details__summary">
              <span className="govuk-details__summary-text">
                {head} ({rows.length})
              </span>
            </summary>
            <p>
              {what} {head === NOTES[0][1] ? <ToTheRound read={read} /> : null}
            </p>
            <ul className={styles.rows}>
              {rows.map((row) => (
                <li key={row.key}>
                  <About row={row} /> <span className={styles.meta}>{row.detail}</span>
                </li>
              ))}
            </ul>
          </details>
        ))}
    </section>
  );
}

/** The way to the round that plans the year's targets, where it is planned; else that it can be. */
function ToTheRound({ read }: { read: Schema<'RollOverRead'> }) {
  const row = read.rows.find((each) => each.key === `round:${read.year}`);
  if (!row) return null;
  if (row.about_id === null) return <>Tick it above to plan it.</>;
  return (
    <Link to="/rounds/$roundId" params={{ roundId: String(row.about_id) }}>
      Go to the round
    </Link>
  );
}

function About({ row }: { row: Row }) {
  const id = String(row.about_id);
  if (row.kind === 'target_missing')
    return (
      <Link to="/indicators/$indicatorId/targets" params={{ indicatorId: id }}>
        {row.label}
      </Link>
    );
  if (row.kind === 'indicator_ends')
    return (
      <Link to="/indicators/$indicatorId" params={{ indicatorId: id }}>
        {row.label}
      </Link>
    );
  return <>{row.label}</>;
}
