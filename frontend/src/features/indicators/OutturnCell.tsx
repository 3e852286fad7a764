import type { Schema } from '@/api/client';
import { figureWords, targetWords } from '@/lib/format';
import { Figure } from '@/ui/Figure';
import { RatingTag } from '@/ui/StatusTag';
import styles from './OutturnCell.module.css';

type Outturn = Schema<'OutturnRead'>;

/** A year's outturn with its target and rating: one that was reported leads to its figure, one put together says how. */
export function OutturnCell({ outturn, pack }: { outturn: Outturn; pack?: number | undefined }) {
  if (outturn.value === null) return <span className={styles.why}>{outturn.sentence}</span>;
  const valued = { ...outturn, value: outturn.value };
  return (
    <div className={styles.outturn}>
      {outturn.observation_id ? (
        <Figure {...valued} observation_id={outturn.observation_id} pack={pack ?? null} />
      ) : (
        <span>
          {figureWords(valued)}
          {outturn.provisional ? ' (provisional)' : ''}
        </span>
      )}
      {outturn.contextual ? null : (
        <>
          <RatingTag rating={outturn.rating} reason={outturn.unrated_reason} />
          {outturn.target_basis ? <span className={styles.why}>Target: {targetWords(outturn)}</span> : null}
        </>
      )}
    </div>
  );
}

/** The same as text, for a download. */
export function outturnText(outturn: Outturn | undefined): string {
  if (!outturn) return '';
  return outturn.value === null ? outturn.sentence : figureWords({ ...outturn, value: outturn.value });
}
