import styles from './StatusBar.module.css';
import type { countOf } from './words';

const WIDTH = 200;

/** A group's statuses as a thin bar. Decoration: the words stand beside it. */
export function StatusBar({ counts }: { counts: Parameters<typeof countOf>[0] }) {
  const parts = (
    [
      ['off', counts.red],
      ['near', counts.amber],
      ['on', counts.green],
      ['none', counts.not_rated + counts.contextual],
    ] as const
  ).filter(([, count]) => count > 0);
  const total = Math.max(counts.total, 1);
  let from = 0;
  return (
    <svg
      className={styles.bar}
      viewBox={`0 0 ${WIDTH} 8`}
      width={WIDTH}
      height="8"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {parts.map(([tone, count]) => {
        const x = (from / total) * WIDTH;
        from += count;
        // A gap between the parts keeps them apart for whoever sees no difference in their colours.
        return (
          <rect
            key={tone}
            className={styles[tone]}
            x={x}
            y="0"
            width={Math.max((count / total) * WIDTH - 2, 1)}
            height="8"
          />
        );
      })}
    </svg>
  );
}
