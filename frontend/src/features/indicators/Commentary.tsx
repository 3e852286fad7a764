import { useState } from 'react';
import type { Schema } from '@/api/client';
import { shortPeriod } from '@/lib/periods';
import { LinkButton } from '@/ui/LinkButton';
import styles from './IndicatorPage.module.css';

const SHOWN = 2;

/** What the service said about its figures, the newest first. */
export function Commentary({ figures }: { figures: Schema<'FigureRead'>[] }) {
  const [all, setAll] = useState(false);
  const said = figures.filter((each) => each.commentary);
  return (
    <section aria-labelledby="commentary">
      <h2 id="commentary">Commentary</h2>
      {said.length === 0 ? <p className={styles.meta}>No service has commented on its figures yet.</p> : null}
      {said.slice(0, all ? undefined : SHOWN).map((each) => (
        <div key={each.id} className={styles.entry}>
          <h3>{shortPeriod(each.period_label)}</h3>
          <p>{each.commentary}</p>
        </div>
      ))}
      {said.length > SHOWN ? (
        <LinkButton aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show the newest only' : `Show all ${said.length} comments`}
        </LinkButton>
      ) : null}
    </section>
  );
}
