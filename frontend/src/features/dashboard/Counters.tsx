import { useNavigate } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { RATINGS } from '@/lib/status';
import { StatusShape } from '@/ui/StatusTag';
import styles from './Counters.module.css';
import { comparedWords, countOf, STATUSES, type StatusKey } from './words';

interface Props {
  counts: Parameters<typeof countOf>[0];
  before: Schema<'PreviousGlance'> | null;
  chosen: StatusKey[];
}

/** How many figures have each status, of how many; pressing one shows only those, pressing it again shows all. */
export function Counters({ counts, before, chosen }: Props) {
  const navigate = useNavigate();
  function toggle(key: StatusKey) {
    const next = STATUSES.filter((each) => (each === key) !== chosen.includes(each));
    void navigate({
      from: '/dashboard',
      to: '.',
      search: (all) => ({ ...all, status: next.join(',') || undefined }),
      replace: true,
      resetScroll: false,
    });
  }
  return (
    <ul className={styles.counters} aria-label="Figures by status. Press one to see only those.">
      {STATUSES.map((key) => {
        const { count, of, denominator } = countOf(counts, key);
        const pressed = chosen.includes(key);
        return (
          <li key={key}>
            <button
              type="button"
              className={`${styles.counter} ${styles[key]}`}
              aria-pressed={pressed}
              disabled={count === 0 && !pressed}
              onClick={() => toggle(key)}
            >
              <span className={styles.count}>{count}</span>
              <span className={styles.status}>
                {key === 'contextual' ? (
                  'Contextual'
                ) : (
                  <>
                    <StatusShape {...RATINGS[key]} />
                    {RATINGS[key].word}
                  </>
                )}
              </span>{' '}
              <span className={styles.of}>
                of {of} {denominator}
              </span>{' '}
              {before ? <span className={styles.before}>{comparedWords(counts, before, key)}</span> : null}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
