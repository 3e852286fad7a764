import type { ReactNode } from 'react';
import styles from './Steps.module.css';

export interface Step {
  key: string;
  name: ReactNode;
  /** `done`, `here` where it stands now, `waiting`, or `left_out`. */
  state: 'done' | 'here' | 'waiting' | 'left_out';
  /** A few words below the name: when it was decided, by when it is due. */
  note?: ReactNode;
}

const WORDS = { done: 'Done', here: 'Now', waiting: 'To come', left_out: 'Skipped' };
const MARKS = { done: '✓', here: '●', waiting: '', left_out: '–' };

/** The steps of something that goes from hand to hand, with where it stands; a word says what the mark does. */
export function Steps({ label, steps }: { label: string; steps: Step[] }) {
  return (
    <ol className={styles.steps} aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.key}
          className={`${styles.step} ${styles[step.state]}`}
          aria-current={step.state === 'here' ? 'step' : undefined}
        >
          <span className={styles.mark} aria-hidden="true">
            {MARKS[step.state]}
          </span>
          <span className={styles.name}>{step.name}</span>
          <span className={styles.note}>
            {WORDS[step.state]}
            {step.note ? <> · {step.note}</> : null}
          </span>
        </li>
      ))}
    </ol>
  );
}
