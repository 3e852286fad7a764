import { type ClipboardEvent, type KeyboardEvent, memo, useMemo, useState } from 'react';
import { downloadText } from '@/lib/csv';
import { periodOfCode } from '@/lib/periods';
import { LinkButton } from '@/ui/LinkButton';
import { fillDown, pastedRows } from './clipboard';
import { earlierColumns, yearBefore } from './columns';
import fields from './EntryFields.module.css';
import styles from './EntryGrid.module.css';
import { useEntering, useShared } from './entering';
import { FigureRow } from './FigureRow';
import { figuresCsv } from './figures-csv';
import type { Entry } from './typed';

/** The figures of a submission, a row each: typed downwards like a column of a spreadsheet. */
export const EntryGrid = memo(function EntryGrid({ entries }: { entries: Entry[] }) {
  const { store } = useEntering();
  const { periodCode } = useShared();
  const [longer, setLonger] = useState(false);
  // Held by what they say: a row that is saved makes new entries and must not draw all the others again.
  const columnsSay = earlierColumns(entries, periodCode).join(' ');
  const idsSay = entries.map((entry) => entry.id).join(' ');
  const columns = useMemo(() => columnsSay.split(' ').filter(Boolean), [columnsSay]);
  const ids = useMemo(() => idsSay.split(' ').filter(Boolean).map(Number), [idsSay]);

  function paste(event: ClipboardEvent<HTMLElement>) {
    const from = rowOfCell(event.target);
    const rows = from === null ? null : pastedRows(event.clipboardData.getData('text/plain'));
    if (from === null || rows === null) return;
    event.preventDefault();
    store.say(fillDown(store, ids, from, rows));
  }

  return (
    <section aria-labelledby="figures">
      <div className={styles.heading}>
        <h2 id="figures">Figures</h2>
        <LinkButton aria-pressed={longer} onClick={() => setLonger(!longer)}>
          {longer ? 'Show four earlier values' : 'Show eight earlier values'}
        </LinkButton>
      </div>
      <table className={styles.grid} onKeyDown={moveInColumn} onPaste={paste}>
        <caption className="govuk-visually-hidden">
          Figures to enter. Enter or the down arrow moves to the next figure, the up arrow to the one before.
        </caption>
        <thead>
          <tr>
            <th scope="col" className={styles.name}>
              Indicator
            </th>
            {columns.map((code) => (
              <th key={code} scope="col" className={styles.earlier}>
                {periodOfCode(code)}
                {longer ? <span className={fields.before}>{periodOfCode(yearBefore(code))}</span> : null}
              </th>
            ))}
            <th scope="col" className={styles.target}>
              Target
            </th>
            <th scope="col" className={styles.actual}>
              Actual
            </th>
            <th scope="col" className={styles.status}>
              Status
            </th>
            <th scope="col">Commentary</th>
            <th scope="col" className={styles.saved}>
              Saved
            </th>
          </tr>
        </thead>
        {ids.map((id) => (
          <FigureRow key={id} id={id} columns={columns} longer={longer} />
        ))}
      </table>
      <LinkButton
        className={fields.download}
        onClick={() => downloadText('figures.csv', figuresCsv(store.entries(ids)))}
      >
        Download this table (CSV)
      </LinkButton>
    </section>
  );
});

/** The entry whose figure is typed in this cell; null for every other field. */
function rowOfCell(target: EventTarget): number | null {
  const cell = target as HTMLElement;
  return cell.dataset.column === 'value' ? Number(cell.dataset.entry) : null;
}

/** Enter and the arrows move in the column of figures, as in a spreadsheet. */
function moveInColumn(event: KeyboardEvent<HTMLElement>) {
  const cell = event.target as HTMLInputElement;
  const column = cell.dataset.column;
  if (!column || event.altKey || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
  const up = event.key === 'ArrowUp' || (event.key === 'Enter' && event.shiftKey);
  const down = event.key === 'ArrowDown' || (event.key === 'Enter' && !event.shiftKey);
  if (!up && !down) return;
  event.preventDefault();
  const cells = [...event.currentTarget.querySelectorAll<HTMLInputElement>(`input[data-column="${column}"]`)];
  const next = cells[cells.indexOf(cell) + (down ? 1 : -1)];
  next?.focus();
  next?.select();
}
