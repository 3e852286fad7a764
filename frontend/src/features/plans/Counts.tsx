import { StatusShape } from '@/ui/StatusTag';
import styles from './Plans.module.css';
import type { Counted } from './words';

/** How many have which status, each as shape, number and word. */
export function Counts({ of, none }: { of: Counted[]; none: string }) {
  if (of.length === 0) return <span className={styles.meta}>{none}</span>;
  return (
    <ul className={styles.counts}>
      {of.map(({ word, shape, tone, count }) => (
        <li key={word}>
          <StatusShape shape={shape} tone={tone} />
          {count} {word.charAt(0).toLowerCase()}
          {word.slice(1)}
        </li>
      ))}
    </ul>
  );
}
