import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { SummaryList } from '@/ui/SummaryList';
import styles from './IndicatorPage.module.css';
import { definitionsQuery } from './queries';
import { AGGREGATIONS, POLARITIES } from './words';

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  mayEdit: boolean;
}

/** What an indicator means today, and what it meant before. */
export function DefinitionSection({ indicator, mayEdit }: Props) {
  const { data: definitions } = useSuspenseQuery(definitionsQuery(indicator.id));
  const now = indicator.definition;
  const others = definitions.filter((each) => each.id !== now.id);
  return (
    <section aria-labelledby="definition">
      <div className={styles.head}>
        <h2 id="definition">What this measures</h2>
        {mayEdit ? (
          <Link to="/indicators/$indicatorId/definition" params={{ indicatorId: String(indicator.id) }}>
            Change the definition
          </Link>
        ) : null}
      </div>
      {now.definition ? (
        <p>{now.definition}</p>
      ) : (
        <p className={styles.meta}>Nobody has defined it in words yet.</p>
      )}
      <SummaryList rows={rowsOf(now)} />
      {others.length > 0 ? (
        <details className="govuk-details">
          <summary className="govuk-details__summary">
            <span className="govuk-details__summary-text">
              Other versions of the definition ({others.length})
            </span>
          </summary>
          <div className="govuk-details__text">
            {others.map((each) => (
              <div key={each.id} className={styles.entry}>
                <h3>
                  From {longDate(each.effective_from)}
                  {each.breaks_series ? ', a break in the series' : ''}
                </h3>
                {each.definition ? <p>{each.definition}</p> : null}
                <SummaryList rows={rowsOf(each)} />
              </div>
            ))}
          </div>
        </details>
      ) : null}
    </section>
  );
}

function rowsOf(definition: Schema<'DefinitionRead'>): [string, string | null][] {
  return [
    ['Numerator', definition.numerator_label],
    ['Denominator', definition.denominator_label],
    ['Source', definition.data_source],
    ['Unit of measure', definition.unit_of_measure],
    ['Shown with', decimalsWords(definition.decimals)],
    ['Good is', POLARITIES[definition.polarity] ?? null],
    ['A figure is', AGGREGATIONS[definition.aggregation] ?? null],
    [
      'In force from',
      longDate(definition.effective_from) +
        (definition.breaks_series ? '. Figures before it are not comparable: the series breaks here.' : ''),
    ],
    ['Why it changed', definition.reason],
  ];
}

function decimalsWords(decimals: number) {
  if (decimals === 0) return 'no decimal places';
  return decimals === 1 ? 'one decimal place' : `${decimals} decimal places`;
}
