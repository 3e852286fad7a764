import { breakdownWords } from '@/features/indicators/words';
import { shortPeriod } from '@/lib/periods';
import { LinkButton } from '@/ui/LinkButton';
import { recordedWords } from './beside-words';
import fields from './EntryFields.module.css';
import styles from './EntryGrid.module.css';
import { useShared } from './entering';
import type { Panel } from './RowTools';
import { type Entry, hasParts } from './typed';

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
          {entry.on_record ? ` (${recordedWords(entry, entry.on_record)})` : ''} was not final.
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

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
