import styles from './Sparkline.module.css';
import { drawSparkline, HEIGHT, WIDTH } from './sparkline-path';

interface Props {
  /** Oldest first; null where a period has no figure. */
  values: (number | null)[];
  target?: number | null;
}

/** The shape of the last periods, with gaps, the last one marked. Decoration: the change in words stands beside it. */
export function Sparkline({ values, target = null }: Props) {
  const drawn = drawSparkline(values, target);
  if (!drawn) return null;
  return (
    <svg
      className={styles.sparkline}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      {drawn.target === null ? null : (
        <path
          className={styles.target}
          d={`M0 ${drawn.target}H${WIDTH}`}
          fill="none"
          strokeWidth="1"
          strokeDasharray="3 3"
        />
      )}
      <path
        className={styles.line}
        d={drawn.line}
        fill="none"
        strokeWidth="1.5"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {drawn.alone.map((point) => (
        <circle key={point.x} className={styles.point} cx={point.x} cy={point.y} r="1.5" />
      ))}
      {drawn.last ? <circle className={styles.point} cx={drawn.last.x} cy={drawn.last.y} r="3" /> : null}
    </svg>
  );
}
