import { memo, useMemo, useState } from 'react';
import { downloadText } from '@/lib/csv';
import { figureWords } from '@/lib/format';
import { periodOfCode } from '@/lib/periods';
import { Figure } from '@/ui/Figure';
import { LinkButton } from '@/ui/LinkButton';
import { RatingTag } from '@/ui/StatusTag';
import { earlierColumns } from './columns';
import { EarlierCells, TargetCell } from './EarlierCells';
import fields from './EntryFields.module.css';
import styles from './EntryGrid.module.css';
import { useShared } from './entering';
import { figuresCsv } from './figures-csv';
import { IndicatorCell } from './IndicatorCell';
import panels from './RowPanels.module.css';
import { type Panel, RowPanels, RowTools } from './RowTools';
import { type Entry, unitOf } from './typed';

/** Figures as the service entered them, with what was said of each. */
export function ReadGrid({ entries, caption }: { entries: Entry[]; caption: string }) {
  const { periodCode } = useShared();
  const columns = useMemo(() => earlierColumns(entries, periodCode), [entries, periodCode]);
  if (entries.length === 0) return null;
  return (
    <>
      <table className={styles.grid}>
        <caption className="govuk-visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className={styles.name}>
              Indicator
            </th>
            {columns.map((code) => (
              <th key={code} scope="col" className={styles.earlier}>
                {periodOfCode(code)}
              </th>
            ))}
            <th scope="col" className={styles.target}>
              Target
            </th>
            <th scope="col" className={styles.read}>
              Actual
            </th>
            <th scope="col" className={styles.status}>
              Status
            </th>
            <th scope="col">Commentary</th>
          </tr>
        </thead>
        {entries.map((entry) => (
          <ReadRow key={entry.id} entry={entry} columns={columns} />
        ))}
      </table>
      <LinkButton
        className={fields.download}
        onClick={() => downloadText('figures.csv', figuresCsv(entries))}
      >
        Download this table (CSV)
      </LinkButton>
    </>
  );
}

const ReadRow = memo(function ReadRow({ entry, columns }: { entry: Entry; columns: string[] }) {
  const { queries } = useShared();
  const asked = queries.filter((query) => query.entry_id === entry.id);
  const [shown, setShown] = useState<Panel>(asked.length > 0 ? 'queries' : null);
  return (
    <tbody className={styles.row}>
      <tr>
        <IndicatorCell entry={entry} shown={shown} onShow={setShown} />
        <EarlierCells entry={entry} columns={columns} longer={false} />
        <TargetCell entry={entry} />
        <td className={styles.read} data-label="Actual">
          <Actual entry={entry} />
        </td>
        <td className={styles.status} data-label="Status">
          {entry.rating ? (
            <RatingTag rating={entry.rating.rating} />
          ) : (
            <span className={fields.quiet}>Nothing entered</span>
          )}
        </td>
        <td className={fields.said} data-label="Commentary">
          {entry.commentary ? <p>{entry.commentary}</p> : null}
          <Warnings entry={entry} />
          <div className={fields.tools}>
            <RowTools entry={entry} queries={asked} shown={shown} onShow={setShown} />
          </div>
        </td>
      </tr>
      <tr className={styles.more}>
        <td colSpan={columns.length + 5}>
          <RowPanels entry={entry} queries={asked} shown={shown} />
        </td>
      </tr>
    </tbody>
  );
});

function Actual({ entry }: { entry: Entry }) {
  if (entry.value_state === null) return <span className={fields.quiet}>–</span>;
  const decimals = entry.indicator?.definition.decimals ?? 0;
  const figure = {
    value: entry.value,
    value_state: entry.value_state,
    unit_of_measure: unitOf(entry),
    decimals,
  };
  // Once it is confirmed, the figure is on record and has its own page.
  const onRecord = entry.on_record?.value === entry.value ? entry.on_record : null;
  return (
    <>
      {onRecord ? (
        <Figure {...figure} observation_id={onRecord.observation_id} />
      ) : (
        <strong>{figureWords(figure)}</strong>
      )}
      {entry.numerator !== null && entry.denominator !== null ? (
        <span className={fields.note}>
          {entry.numerator.toLocaleString('en-GB')} of {entry.denominator.toLocaleString('en-GB')}
        </span>
      ) : null}
      {entry.provisional ? <span className={fields.note}>Provisional</span> : null}
      {entry.on_behalf ? <span className={fields.note}>Entered on behalf</span> : null}
    </>
  );
}

/** What the checks found, each with the explanation that the service gave. */
export function Warnings({ entry }: { entry: Entry }) {
  return entry.findings.map((finding) => (
    <div key={finding.code} className={panels.warning}>
      <strong>{finding.severity === 'warning' ? 'Check:' : 'Missing:'}</strong> {finding.sentence}
      {entry.explanations[finding.code] ? (
        <p>The service explains: {entry.explanations[finding.code]}</p>
      ) : finding.needs_explanation ? (
        <p className={fields.quiet}>Not explained yet.</p>
      ) : null}
    </div>
  ));
}
