import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useView } from '@/api/view';
import { longDate } from '@/lib/dates';
import styles from './IndicatorPage.module.css';
import { rulesQuery } from './queries';
import { ruleSentences } from './words';

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  mayEdit: boolean;
}

/** How a figure and its target become a rating, in words, now and before. */
export function RuleSection({ indicator, mayEdit }: Props) {
  const { data: rules } = useSuspenseQuery(rulesQuery(indicator.id, useView()));
  const now = indicator.rating_rule;
  const others = rules.filter((each) => each.id !== now?.id);
  const contextual = indicator.kind === 'contextual';
  return (
    <section aria-labelledby="rule">
      <div className={styles.head}>
        <h2 id="rule">How it is rated</h2>
        {mayEdit && !contextual ? (
          <Link to="/indicators/$indicatorId/rule" params={{ indicatorId: String(indicator.id) }}>
            {now ? 'Change the rating rule' : 'Set a rating rule'}
          </Link>
        ) : null}
      </div>
      {contextual ? <p>It is contextual: it shows demand or volume, and is never rated.</p> : null}
      {now && !contextual ? <RuleWords rule={now} indicator={indicator} /> : null}
      {!now && !contextual ? (
        <p>There is no rating rule yet, so its figures are shown without a status.</p>
      ) : null}
      {others.length > 0 ? (
        <details className="govuk-details">
          <summary className="govuk-details__summary">
            <span className="govuk-details__summary-text">Other versions of the rule ({others.length})</span>
          </summary>
          <div className="govuk-details__text">
            {others.map((each) => (
              <RuleWords key={each.id} rule={each} indicator={indicator} />
            ))}
          </div>
        </details>
      ) : null}
    </section>
  );
}

/** A rule in sentences, with the day from which it holds and why. */
export function RuleWords({
  rule,
  indicator,
}: {
  rule: Schema<'RuleRead'>;
  indicator: Pick<Schema<'IndicatorDetail'>, 'definition'>;
}) {
  return (
    <>
      <ul className={styles.list}>
        {ruleSentences(rule, indicator.definition).map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <p className={styles.meta}>
        From {longDate(rule.effective_from)}.{rule.reason ? ` ${rule.reason}.`.replace(/\.\.$/, '.') : ''}{' '}
        Compared as displayed, so that a figure that reads like its target meets it.
      </p>
    </>
  );
}
