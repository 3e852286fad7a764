import { sentence } from '@/lib/format';
import { ACTIVITY_STATUSES, RATINGS, type Shape, type Status, type Tone } from '@/lib/status';
import styles from './StatusTag.module.css';

const PATHS: Record<Shape, string> = {
  circle: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
  triangle: 'M8 1.5 15.2 14H.8z',
  diamond: 'M8 .8 15.2 8 8 15.2.8 8z',
  ring: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z',
  square: 'M2 2h12v12H2z',
  hexagon: 'M4.3 1.5h7.4L15.4 8l-3.7 6.5H4.3L.6 8z',
  cross: 'M5.6 1h4.8v4.6H15v4.8h-4.6V15H5.6v-4.6H1V5.6h4.6z',
  dot: 'M8 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z',
};

/** A status's shape in its colour. Decoration: the word stands beside it. */
export function StatusShape({ shape, tone }: { shape: Shape; tone: Tone }) {
  return (
    <svg className={`${styles.shape} ${styles[tone]}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[shape]} className={shape === 'ring' ? styles.hollow : undefined} />
    </svg>
  );
}

/** A status as word, shape and colour. */
export function StatusTag({ word, shape, tone }: Status) {
  return (
    <span className={styles.tag}>
      <StatusShape shape={shape} tone={tone} />
      {word}
    </span>
  );
}

/** A figure's rating; `reason` says in a few words why it has none. */
export function RatingTag({ rating, reason }: { rating: string; reason?: string | null }) {
  const status: Status = RATINGS[rating as keyof typeof RATINGS] ?? RATINGS.unrated;
  return (
    <span>
      <StatusTag {...status} />
      {reason ? <span className={styles.reason}> {sentence(reason).toLowerCase()}</span> : null}
    </span>
  );
}

/** An activity's status as judged. */
export function ActivityStatusTag({ status }: { status: string | null }) {
  // Judged in a part of an edition that is exempt from publication.
  if (status === null) return <span>Not public</span>;
  const known: Status | undefined = ACTIVITY_STATUSES[status as keyof typeof ACTIVITY_STATUSES];
  return known ? <StatusTag {...known} /> : <span>{sentence(status)}</span>;
}

/** Where a round, submission, edition, action … stands: a word in a quiet frame; `strong` where somebody has to act. */
export function StateTag({ state, strong = false }: { state: string; strong?: boolean }) {
  return (
    <span className={strong ? `${styles.state} ${styles.strong}` : styles.state}>{sentence(state)}</span>
  );
}
