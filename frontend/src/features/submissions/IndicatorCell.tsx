import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { breakdownWords, POLARITIES, ruleSentences } from '@/features/indicators/words';
import { figureWords } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { LinkButton } from '@/ui/LinkButton';
import { SummaryList } from '@/ui/SummaryList';
import fields from './EntryFields.module.css';
import styles from './EntryGrid.module.css';
import { useShared } from './entering';
import { entryTarget } from './entry-target';
import panels from './RowPanels.module.css';
import type { Panel } from './RowTools';
import { type Entry, hasParts, unitOf } from './typed';

interface Props {
  entry: Entry;
  shown: Panel;
  onShow: (panel: Panel) => void;
}

/** What a row is of, with all that it takes to count it right at hand. */
export function IndicatorCell({ entry, shown, onShow }: Props) {
  const { periodCode } = useShared();
  const { indicator } = entry;
  if (!indicator) return null;
  const { definition } = indicator;
  return (
    <th scope="row" className={styles.name}>
      <span className={fields.ref}>{indicator.ref}</span> {indicator.name}
      {indicator.breakdown === 'all' ? null : <> ({breakdownWords(indicator.breakdown)})</>}
      {entry.period_code === periodCode ? null : (
        <strong className={fields.period}>{shortPeriod(entry.period_label)}</strong>
      )}
      {entry.asked_again ? (
        <span className={fields.note}>
          Asked again: what was reported
          {entry.on_record ? ` (${recorded(entry, entry.on_record)})` : ''} was not final.
        </span>
      ) : null}
      {hasParts(entry) ? (
        <span className={fields.note} id={`entry-${entry.id}-parts`}>
          {definition.numerator_label} of {lowerFirst(definition.denominator_label)}
        </span>
      ) : null}
      <span className={fields.about}>
        <LinkButton
          aria-expanded={shown === 'about'}
          onClick={() => onShow(shown === 'about' ? null : 'about')}
        >
          About<span className="govuk-visually-hidden"> {indicator.ref}</span>
        </LinkButton>
      </span>
    </th>
  );
}

/** What counts, where it comes from, and how it is rated. */
export function AboutPanel({ entry }: { entry: Entry }) {
  const { indicator } = entry;
  if (!indicator) return null;
  const { definition } = indicator;
  return (
    <section className={panels.panel} aria-label={`About ${indicator.ref}`}>
      <SummaryList
        rows={[
          ['What counts', definition.definition],
          ['Source', definition.data_source],
          ['Good is', POLARITIES[definition.polarity]],
          [
            'How it is rated',
            entry.rating_rule
              ? ruleSentences(
                  entry.rating_rule as Pick<Schema<'RuleRead'>, 'kind' | 'parameters'>,
                  definition,
                ).join(' ')
              : 'No rule is set: it is not rated.',
          ],
          ['Target', entry.target ? entryTarget(entry, entry.target) : null],
          [
            'Target of the year',
            entry.year_target
              ? `${entryTarget(entry, entry.year_target)} (${entry.year_target.period_label})`
              : null,
          ],
          ['A year before', entry.last_year ? recorded(entry, entry.last_year) : null],
        ]}
      />
      <Link to="/indicators/$indicatorId" params={{ indicatorId: String(indicator.id) }}>
        Open {indicator.ref}
      </Link>
    </section>
  );
}

function recorded(entry: Entry, each: NonNullable<Entry['on_record']>): string {
  const decimals = entry.indicator?.definition.decimals ?? 0;
  return `${figureWords({ ...each, unit_of_measure: unitOf(entry), decimals })}, ${each.period_label}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
