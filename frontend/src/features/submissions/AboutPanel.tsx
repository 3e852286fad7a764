import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { POLARITIES, ruleSentences } from '@/features/indicators/words';
import { SummaryList } from '@/ui/SummaryList';
import { entryTarget, recordedWords } from './beside-words';
import panels from './RowPanels.module.css';
import type { Entry } from './typed';

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
          ['A year before', entry.last_year ? recordedWords(entry, entry.last_year) : null],
        ]}
      />
      <Link to="/indicators/$indicatorId" params={{ indicatorId: String(indicator.id) }}>
        Open {indicator.ref}
      </Link>
    </section>
  );
}
