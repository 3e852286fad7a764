import { Link } from '@tanstack/react-router';
import { figureWords, type Valued } from '@/lib/format';
import styles from './Figure.module.css';

type Props = Valued & {
  observation_id: number;
  provisional?: boolean;
  revised?: boolean;
  /** The edition it is read in, so that the page behind the link shows that very figure. */
  pack?: number | null;
  /** The moment it is read as of, where that is not now. */
  asOf?: string | undefined;
};

/** A figure: it always leads to its own page, with revisions, source and evidence. */
export function Figure({ observation_id, provisional, revised, pack, asOf, ...valued }: Props) {
  return (
    <span className={styles.figure}>
      <Link
        to="/observations/$observationId"
        params={{ observationId: String(observation_id) }}
        search={pack ? { pack } : asOf ? { as_of: asOf } : {}}
        data-figure={observation_id}
      >
        {figureWords(valued)}
      </Link>
      {provisional ? <abbr title="Provisional">p</abbr> : null}
      {revised ? <abbr title="Revised">r</abbr> : null}
    </span>
  );
}
