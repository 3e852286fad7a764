import { things } from '@/lib/format';
import { type ChainStage, chainSentence, groupsOf } from './chain';
import styles from './StageChain.module.css';

/** A picture of the way a quarter takes: boxes from left to right, side by side one above the other; and in words. */
export function StageChain({ stages }: { stages: ChainStage[] }) {
  return (
    <div className={styles.chain} role="img" aria-label={chainSentence(stages)}>
      {groupsOf(stages).map((group) => (
        <div key={group[0]?.position} className={styles.group}>
          {group.map((stage) => (
            <div key={stage.key} className={`${styles.stage} ${stage.decisive ? styles.decisive : ''}`}>
              <span className={styles.name}>{stage.name || '…'}</span>
              {stage.body && stage.body !== stage.name ? (
                <span className={styles.note}>{stage.body}</span>
              ) : null}
              {stage.days === null ? null : (
                <span className={styles.note}>{things(stage.days, 'working day')}</span>
              )}
              {stage.decisive ? <span className={styles.mark}>★ Decides</span> : null}
              {stage.optional ? <span className={styles.mark}>May be skipped</span> : null}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
