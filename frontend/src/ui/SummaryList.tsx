import type { ReactNode } from 'react';
import styles from './SummaryList.module.css';

/** Facts as term and description; a null description leaves its row out. */
export function SummaryList({ rows }: { rows: [term: string, description: ReactNode][] }) {
  return (
    <dl className={styles.list}>
      {rows
        .filter(([, description]) => description !== null && description !== undefined && description !== '')
        .map(([term, description]) => (
          <div key={term} className={styles.row}>
            <dt>{term}</dt>
            <dd>{description}</dd>
          </div>
        ))}
    </dl>
  );
}
