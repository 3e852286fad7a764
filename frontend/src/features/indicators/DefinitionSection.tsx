import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useBodyNames, usePostNames } from '@/api/organisation';
import { useView } from '@/api/view';
import { longDate } from '@/lib/dates';
import { Notice } from '@/ui/Notice';
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
  const { data: definitions } = useSuspenseQuery(definitionsQuery(indicator.id, useView()));
  const now = indicator.definition;
  const agreedBy = useAgreedBy();
  const broken = definitions.filter((each) => each.breaks_series && each.id !== definitions.at(-1)?.id);
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
      {definitions.length === 0 ? <p>It was not on record yet. What was first said of it:</p> : null}
      {now.definition ? (
        <p>{now.definition}</p>
      ) : (
        <p className={styles.meta}>Nobody has defined it in words yet.</p>
      )}
      {broken.length > 0 ? (
        <Notice title={broken.length === 1 ? 'A break in the series' : 'Breaks in the series'}>
          {broken.map((each) => (
            <p key={each.id}>
              Figures from before {each.first_period} are not comparable with those since.
              {each.break_note ? ` ${each.break_note}` : ''}
            </p>
          ))}
        </Notice>
      ) : null}
      <SummaryList
        rows={rowsOf(
          definitions.find((each) => each.id === now.id),
          agreedBy,
        )}
      />
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
                  From {each.first_period}
                  {each.breaks_series ? ', a break in the series' : ''}
                </h3>
                {each.definition ? <p>{each.definition}</p> : null}
                <SummaryList rows={rowsOf(each, agreedBy)} />
              </div>
            ))}
          </div>
        </details>
      ) : null}
    </section>
  );
}

type Version = Schema<'DefinitionVersion'>;
type AgreedBy = (approval: Version['approval']) => string | null;

/** Who agreed to a version, when, and where that is minuted. */
function useAgreedBy(): AgreedBy {
  const bodyOf = useBodyNames();
  const postOf = usePostNames();
  return (approval) => {
    if (!approval) return null;
    const who = bodyOf(approval.body_id) || postOf(approval.post_id) || 'Officers';
    const minute = approval.minute_reference ? `, ${approval.minute_reference}` : '';
    return `${who} on ${longDate(approval.decided_on)}${minute}`;
  };
}

function rowsOf(definition: Version | undefined, agreedBy: AgreedBy): [string, string | null][] {
  if (!definition) return [];
  return [
    ['Numerator', definition.numerator_label],
    ['Denominator', definition.denominator_label],
    ['Source', definition.data_source],
    ['Unit of measure', definition.unit_of_measure],
    ['Shown with', decimalsWords(definition.decimals)],
    ['Good is', POLARITIES[definition.polarity] ?? null],
    ['A figure is', AGGREGATIONS[definition.aggregation] ?? null],
    ['Counts from', `${definition.first_period} (${longDate(definition.effective_from)})`],
    ['Break in series', definition.breaks_series ? `Yes. ${definition.break_note ?? ''}`.trim() : null],
    ['Why it changed', definition.reason],
    ['Agreed by', agreedBy(definition.approval)],
  ];
}

function decimalsWords(decimals: number) {
  if (decimals === 0) return 'no decimal places';
  return decimals === 1 ? 'one decimal place' : `${decimals} decimal places`;
}
