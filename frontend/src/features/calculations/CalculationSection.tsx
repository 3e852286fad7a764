import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import styles from '@/features/indicators/IndicatorPage.module.css';
import { longDate } from '@/lib/dates';
import { calculationsQuery } from './queries';

interface Props {
  indicator: Pick<Schema<'IndicatorDetail'>, 'id'>;
  mayEdit: boolean;
}

/** How an indicator's figures are made of others; nothing for a reader where they are entered. */
export function CalculationSection({ indicator, mayEdit }: Props) {
  const { data: versions } = useSuspenseQuery(calculationsQuery(indicator.id));
  const now = versions.filter((each) => each.in_force && each.operation);
  const others = versions.filter((each) => !now.includes(each));
  if (versions.length === 0 && !mayEdit) return null;
  return (
    <section aria-labelledby="calculation">
      <div className={styles.head}>
        <h2 id="calculation">How it is calculated</h2>
        {mayEdit ? (
          <Link to="/indicators/$indicatorId/calculation" params={{ indicatorId: String(indicator.id) }}>
            {versions.length > 0 ? 'Change how it is calculated' : 'Calculate it from other figures'}
          </Link>
        ) : null}
      </div>
      {now.length === 0 ? <p>Its figures are entered by its service.</p> : null}
      {now.map((each) => (
        <CalculationWords key={each.id} calculation={each} />
      ))}
      {others.length > 0 ? (
        <details className="govuk-details">
          <summary className="govuk-details__summary">
            <span className="govuk-details__summary-text">Other versions ({others.length})</span>
          </summary>
          <div className="govuk-details__text">
            {others.map((each) => (
              <CalculationWords key={each.id} calculation={each} />
            ))}
          </div>
        </details>
      ) : null}
    </section>
  );
}

/** A version in words, with its parts, its first day and why. */
export function CalculationWords({ calculation }: { calculation: Schema<'CalculationRead'> }) {
  const { breakdown, unit, parts, sentence, effective_from, reason } = calculation;
  return (
    <>
      <p>
        {breakdown === 'all' ? '' : `${breakdown.replace(':', ': ')}, ${unit}: `}
        {sentence}.
      </p>
      {parts.length > 0 ? (
        <ul className={styles.list}>
          {parts.map((part) => (
            <li key={`${part.series_id}-${part.role}`}>
              <Link
                to="/indicators/$indicatorId"
                params={{ indicatorId: String(part.indicator_id) }}
                search={{ series: part.series_id }}
              >
                {part.ref} {part.name}
                {part.breakdown === 'all' ? '' : ` (${part.breakdown.replace(':', ': ')})`}
              </Link>
              {part.role === 'part' ? '' : `, ${part.role}`}
            </li>
          ))}
        </ul>
      ) : null}
      <p className={styles.meta}>
        From {longDate(effective_from)}. {reason}
      </p>
    </>
  );
}
