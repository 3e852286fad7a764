import type { Schema } from '@/api/client';
import { figureWords, targetWords } from '@/lib/format';
import { travelWords } from '@/lib/status';
import { RatingTag } from '@/ui/StatusTag';
import { changeWords, NOT_COMPARED } from './figure-words';
import styles from './Observation.module.css';

/** The figure, large, with its target, its status and how it moved. */
export function FigureStrip({ figure }: { figure: Schema<'ObservationRead'> }) {
  const contextual = figure.kind === 'contextual';
  return (
    <dl className={styles.strip}>
      <div>
        <dt>Figure</dt>
        <dd className={styles.big}>
          <span data-figure-value={figure.id}>{figureWords(figure)}</span>
        </dd>
        {figure.provisional ? <dd className={styles.sub}>Provisional</dd> : null}
        {figure.revised ? <dd className={styles.sub}>Revised since members saw it</dd> : null}
      </div>
      {contextual ? null : (
        <div>
          <dt>Target</dt>
          <dd className={figure.target === null ? undefined : styles.big}>{targetWords(figure)}</dd>
        </div>
      )}
      <div>
        <dt>Status</dt>
        <dd>
          <RatingTag rating={figure.rating} />
        </dd>
        {figure.unrated_sentence ? <dd className={styles.sub}>{figure.unrated_sentence}</dd> : null}
        {figure.override_reason ? <dd className={styles.sub}>By judgement</dd> : null}
      </div>
      <Change
        head="Since the period before"
        travel={figure.short_travel}
        change={figure.short_change}
        reason={figure.short_reason}
        brokenFrom={figure.short_broken_from}
        of={figure}
      />
      <Change
        head="Since a year before"
        travel={figure.long_travel}
        change={figure.long_change}
        reason={figure.long_reason}
        brokenFrom={figure.long_broken_from}
        of={figure}
      />
    </dl>
  );
}

interface ChangeProps {
  head: string;
  travel: string;
  change: number | null;
  reason: string | null;
  brokenFrom: string | null;
  of: Schema<'ObservationRead'>;
}

function Change({ head, travel, change, reason, brokenFrom, of }: ChangeProps) {
  return (
    <div>
      <dt>{head}</dt>
      <dd>{change === null ? (brokenFrom ? 'Not comparable' : 'Not compared') : travelWords(travel)}</dd>
      <dd className={styles.sub}>{change === null ? whyNot(reason, brokenFrom) : changeWords(change, of)}</dd>
    </div>
  );
}

function whyNot(reason: string | null, brokenFrom: string | null): string {
  return brokenFrom ? `The definition changed from ${brokenFrom}` : (NOT_COMPARED[reason ?? ''] ?? '');
}
