import type { Schema } from '@/api/client';
import { numberWords, targetWords } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { travelWords } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { RatingTag } from '@/ui/StatusTag';
import styles from './IndicatorPage.module.css';
import { POLARITIES } from './words';

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  /** Newest first. */
  figures: Schema<'FigureRead'>[];
  pack: number | undefined;
}

/** How an indicator does now: the newest figure that is due, its target, status and direction of travel. */
export function LatestStrip({ indicator, figures, pack }: Props) {
  const latest = figures.find((each) => each.value_state !== 'not_due') ?? figures[0];
  if (!latest) return null;
  return (
    <dl className={styles.strip}>
      <div>
        <dt>{shortPeriod(latest.period_label)}</dt>
        <dd className={styles.big}>
          <Figure {...latest} observation_id={latest.id} pack={pack ?? null} />
        </dd>
      </div>
      {latest.kind === 'contextual' ? null : (
        <>
          <div>
            <dt>Target</dt>
            <dd className={latest.target === null ? undefined : styles.big}>{targetWords(latest)}</dd>
          </div>
          <div>
            <dt>Status</dt>
            <dd>
              <RatingTag rating={latest.rating} />
              {latest.unrated_sentence ? <span className={styles.sub}>{latest.unrated_sentence}</span> : null}
              {latest.override_reason ? (
                <span className={styles.sub}>By judgement: {latest.override_reason}</span>
              ) : null}
            </dd>
          </div>
        </>
      )}
      <Change
        head="Since the period before"
        travel={latest.short_travel}
        change={latest.short_change}
        brokenFrom={latest.short_broken_from}
        of={latest}
      />
      <Change
        head="Since a year before"
        travel={latest.long_travel}
        change={latest.long_change}
        brokenFrom={latest.long_broken_from}
        of={latest}
      />
      <div>
        <dt>Good is</dt>
        <dd>{POLARITIES[indicator.definition.polarity]}</dd>
      </div>
    </dl>
  );
}

interface ChangeProps {
  head: string;
  travel: string;
  change: number | null;
  brokenFrom: string | null;
  of: Schema<'FigureRead'>;
}

function Change({ head, travel, change, brokenFrom, of }: ChangeProps) {
  if (change === null && brokenFrom === null) return null;
  return (
    <div>
      <dt>{head}</dt>
      <dd>
        {change === null ? 'Not comparable' : travelWords(travel)}
        <span className={styles.sub}>
          {change === null ? `The definition changed from ${brokenFrom}` : changeWords(change, of)}
        </span>
      </dd>
    </div>
  );
}

/** A change with its sign; of a percentage in percentage points. */
export function changeWords(change: number, of: { unit_of_measure: string; decimals: number }): string {
  const unit = of.unit_of_measure === '%' ? '' : of.unit_of_measure;
  const words = numberWords(change, unit, of.decimals);
  return `${change > 0 ? '+' : ''}${words}${of.unit_of_measure === '%' ? ' points' : ''}`;
}
