import type { ReactNode } from 'react';
import styles from './DifferencesPage.module.css';

interface ChangedProps {
  title: string;
  meta: string;
  change: 'added' | 'removed' | 'changed';
  numbers: [before: number, after: number];
  rows: { what: string; before: ReactNode; after: ReactNode }[];
}

/** One figure or activity with what each of the two editions says of it. */
export function Changed({ title, meta, change, numbers, rows }: ChangedProps) {
  const [before, after] = numbers;
  return (
    <section className={styles.changed}>
      <h3>{title}</h3>
      <p className={styles.meta}>{meta}</p>
      {change === 'added' ? <p>New in edition {after}.</p> : null}
      {change === 'removed' ? <p>Not in edition {after} any more.</p> : null}
      {rows.length > 0 ? (
        <table className={styles.table}>
          <caption className="govuk-visually-hidden">What changed of {title}</caption>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Edition {before}</th>
              <th scope="col">Edition {after}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.what}>
                <th scope="row">{row.what}</th>
                <td>{row.before || 'None'}</td>
                <td>{row.after || 'None'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </section>
  );
}
