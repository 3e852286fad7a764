import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import styles from './StepList.module.css';
import { countWords, STATE_WORDS, STEPS } from './step-words';

const MARKS: Record<Schema<'StepState'>, string> = { done: '✓', next: '●', to_do: '', optional: '' };

/** A council's first steps: what is done, what is next, and the way to each. */
export function StepList({ steps }: { steps: Schema<'SetUpStepRead'>[] }) {
  return (
    <ol className={styles.steps}>
      {steps.map((step) => {
        const words = STEPS[step.key];
        const counts = countWords(step.counts);
        return (
          <li
            key={step.key}
            className={`${styles.step} ${styles[step.state]}`}
            aria-current={step.state === 'next' ? 'step' : undefined}
          >
            <span className={styles.mark} aria-hidden="true">
              {MARKS[step.state]}
            </span>
            <h2 className={styles.title}>{words.title}</h2>
            <p className={styles.state}>
              {STATE_WORDS[step.state]}
              {counts ? ` · ${counts}` : ''}
            </p>
            {step.state === 'done' ? null : <p className={styles.why}>{words.why}</p>}
            <ul className={styles.links}>
              {words.links.map((link) => (
                <li key={link.to}>
                  <Link to={link.to}>{link.label}</Link>
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}
