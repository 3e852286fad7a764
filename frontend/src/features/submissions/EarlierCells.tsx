import { periodOfCode } from '@/lib/periods';
import { notComparable } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { entryTarget } from './beside-words';
import { earlierCells } from './columns';
import fields from './EntryFields.module.css';
import styles from './EntryGrid.module.css';
import type { Entry } from './typed';

interface Props {
  entry: Entry;
  columns: string[];
  longer: boolean;
}

/** What was reported before; each figure leads to its own page. */
export function EarlierCells({ entry, columns, longer }: Props) {
  return earlierCells(entry, columns).map(({ shown, before, label }, index) => {
    const code = shown?.period_code ?? columns[index] ?? String(index);
    return (
      <td key={code} className={styles.earlier} data-label={label === null ? periodOfCode(code) : undefined}>
        {label ? <span className={fields.own}>{label}</span> : null}
        {shown ? <Value of={entry} each={shown} /> : <span className={fields.quiet}>–</span>}
        {longer ? (
          <span className={fields.before}>
            {before ? (
              <>
                <span className={label ? fields.own : fields.onCard}>{periodOfCode(before.period_code)}</span>
                <Value of={entry} each={before} />
              </>
            ) : (
              '–'
            )}
          </span>
        ) : null}
      </td>
    );
  });
}

function Value({ of, each }: { of: Entry; each: Entry['earlier'][number] }) {
  const { unit_of_measure = '', decimals = 0 } = of.indicator?.definition ?? {};
  return (
    <span className={each.value === null ? fields.state : undefined}>
      <Figure {...each} unit_of_measure={unit_of_measure} decimals={decimals} />
      {each.broken_from ? (
        <span className={fields.own} title={notComparable(each.broken_from)}>
          not comparable
          <span className="govuk-visually-hidden"> (definition changed from {each.broken_from})</span>
        </span>
      ) : null}
    </span>
  );
}

/** What is to be reached in the period. */
export function TargetCell({ entry }: { entry: Entry }) {
  const contextual = entry.indicator?.kind === 'contextual';
  return (
    <td className={styles.target} data-label="Target">
      {contextual ? <span className={fields.quiet}>–</span> : entryTarget(entry, entry.target)}
    </td>
  );
}
