import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { StateTag } from '@/ui/StatusTag';
import styles from './Plans.module.css';

type Row = Schema<'RollOverRow'>;

interface Props {
  read: Schema<'RollOverRead'>;
  taken: Set<string>;
  onTake: (keys: string[], on: boolean) => void;
}

/** What can be taken along, to be ticked: service plans with their activities, and the year's rounds. */
export function RollOverRows({ read, taken, onTake }: Props) {
  const plans = read.rows.filter((row) => row.kind === 'plan');
  const rounds = read.rows.filter((row) => row.kind === 'round');
  return (
    <>
      <h2>Service plans</h2>
      <p>
        Each one ticked is drafted for {read.label} with its priorities, what measures them, and the
        activities ticked under it with their open milestones. What is completed stays where it is.
      </p>
      {plans.length === 0 ? <p>No service plan ends in {read.from_label}.</p> : null}
      <ul className={styles.rows}>
        {plans.flatMap((plan) => {
          const under = read.rows.filter((row) => row.under === plan.key);
          return [plan, ...under].map((row) => (
            <li key={row.key} className={row.under ? styles.under : undefined}>
              <Tick
                row={row}
                on={taken.has(row.key) && (!row.under || taken.has(row.under))}
                disabled={row.under !== null && !taken.has(row.under)}
                onTake={(on) => onTake([row.key], on)}
              />
            </li>
          ));
        })}
      </ul>
      <h2>Rounds</h2>
      {rounds.length === 0 ? (
        <p>No framework is in force: adopt one first, for it says when returns are due.</p>
      ) : (
        <p>Each one ticked is planned. Nobody is asked for anything before you open it.</p>
      )}
      <ul className={styles.rows}>
        {rounds.map((row) => (
          <li key={row.key}>
            <Tick row={row} on={taken.has(row.key)} onTake={(on) => onTake([row.key], on)} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** What is there already: of a round, the way to it. */
function Made({ row }: { row: Row }) {
  if (row.kind !== 'round') return <>{row.label}</>;
  return (
    <Link to="/rounds/$roundId" params={{ roundId: String(row.about_id) }}>
      {row.label}
    </Link>
  );
}

interface TickProps {
  row: Row;
  on: boolean;
  disabled?: boolean;
  onTake: (on: boolean) => void;
}

function Tick({ row, on, disabled, onTake }: TickProps) {
  if (row.result === 'done') {
    return (
      <>
        <Made row={row} /> <span className={styles.meta}>{row.detail}</span>{' '}
        <StateTag state="There already" />
      </>
    );
  }
  return (
    <div className="govuk-checkboxes govuk-checkboxes--small">
      <div className="govuk-checkboxes__item">
        <input
          id={row.key}
          className="govuk-checkboxes__input"
          type="checkbox"
          checked={on}
          disabled={disabled}
          onChange={(event) => onTake(event.currentTarget.checked)}
        />
        <label className="govuk-label govuk-checkboxes__label" htmlFor={row.key}>
          {row.label} <span className={styles.meta}>{row.detail}</span>
        </label>
      </div>
    </div>
  );
}
