import { useQuery } from '@tanstack/react-query';
import { Link, useMatches } from '@tanstack/react-router';
import { useState } from 'react';
import { looksBack, NOW, useView } from '@/api/view';
import { things } from '@/lib/format';
import { LinkButton } from '@/ui/LinkButton';
import { LookBack } from './LookBack';
import { editionsQuery } from './queries';
import styles from './ViewBar.module.css';
import { comparedWith, viewWords } from './words';

/**
 * Above every page that shows figures: from where they are seen, the way back to now, and the choice of another
 * edition or day.
 */
export function ViewBar() {
  const shown = useMatches({ select: (matches) => matches.some((match) => match.staticData.figures) });
  const quarterly = useMatches({
    select: (matches) => matches.some(({ routeId }) => routeId === '/staff/dashboard'),
  });
  const view = useView();
  const past = looksBack(view);
  const [choosing, setChoosing] = useState(false);
  const editions = useQuery({ ...editionsQuery(), enabled: shown && Boolean(view.pack) }).data;
  if (!shown) return null;
  const edition = editions?.find((each) => each.id === view.pack);
  const choose = (
    <LinkButton aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
      {past ? 'Choose another' : 'Look back'}
    </LinkButton>
  );
  return (
    <aside aria-label="From when figures are seen" className={past ? styles.past : styles.now}>
      {past ? (
        <>
          <p className={styles.words}>
            <strong>{viewWords(view, edition)}</strong>
            <span className={styles.ways}>
              <Link
                to="."
                search={(all) => ({
                  ...(edition && quarterly ? { period: edition.period_code } : {}),
                  ...all,
                  ...NOW,
                })}
              >
                Back to now
              </Link>
              {view.pack ? (
                <Link to="/documents/$editionId" params={{ editionId: String(view.pack) }}>
                  The papers
                </Link>
              ) : null}
              <Link
                to="/compare"
                search={{ ...comparedWith(view), ...(edition ? { period: edition.period_code } : {}) }}
              >
                Compare with now
              </Link>
              {choose}
            </span>
          </p>
          <p className={styles.meta}>
            Figures, ratings, targets and rules are those of then. Names and links are today’s. Nothing can be
            changed while you look back.
            {edition?.changed_since_decided
              ? ` ${things(edition.changed_since_decided, 'of its figures was', 'of its figures were')} restated since.`
              : null}
          </p>
        </>
      ) : (
        <p className={styles.words}>
          As it stands now {choose}
          {quarterly ? <Link to="/compare">Compare two views</Link> : null}
        </p>
      )}
      {choosing ? <LookBack view={view} onDone={() => setChoosing(false)} /> : null}
    </aside>
  );
}
