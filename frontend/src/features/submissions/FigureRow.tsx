import { memo, useState } from 'react';
import { RatingTag } from '@/ui/StatusTag';
import { ClashPanel } from './ClashPanel';
import { Commentary } from './Commentary';
import { EarlierCells, TargetCell } from './EarlierCells';
import fields from './EntryFields.module.css';
import styles from './EntryGrid.module.css';
import { Explanations } from './Explanations';
import { useEntering, useRow, useShared } from './entering';
import { IndicatorCell } from './IndicatorCell';
import { type Panel, RowPanels, RowTools } from './RowTools';
import type { Row } from './rows';
import { RefusedWords, SavedWords } from './SavedWords';
import { nameOf, ratingOf } from './typed';
import { ValueCell } from './ValueCell';

interface Props {
  id: number;
  columns: string[];
  longer: boolean;
}

/** One indicator's row: what stood before, what is to be reached, and the fields to type in. */
export const FigureRow = memo(function FigureRow({ id, columns, longer }: Props) {
  const { queries } = useShared();
  const row = useRow(id);
  const { entry, typed } = row;
  const rated = ratingOf(entry, typed);
  const asked = queries.filter((query) => query.entry_id === id);
  const [shown, setShown] = useState<Panel>(asked.some((query) => query.answer === null) ? 'queries' : null);
  return (
    <tbody className={styles.row}>
      <tr>
        <IndicatorCell entry={entry} shown={shown} onShow={setShown} />
        <EarlierCells entry={entry} columns={columns} longer={longer} />
        <TargetCell entry={entry} />
        <td className={styles.actual} data-label="Actual">
          <ValueCell row={row} />
        </td>
        <td className={styles.status} data-label="Status">
          {rated ? (
            <RatingTag rating={rated.rating} reason={shortReason(rated.reason)} />
          ) : (
            <NotEntered typed={typed.value ?? ''} />
          )}
        </td>
        <td className={styles.commentary} data-label="Commentary">
          <Commentary row={row} />
          <div className={fields.tools}>
            <Provisional row={row} />
            <RowTools entry={entry} queries={asked} shown={shown} onShow={setShown} />
          </div>
        </td>
        <td className={styles.saved}>
          <SavedWords row={row} />
        </td>
      </tr>
      <tr className={styles.more}>
        <td colSpan={columns.length + 6}>
          <RefusedWords row={row} />
          <ClashPanel row={row} />
          <Explanations row={row} />
          <RowPanels entry={entry} queries={asked} shown={shown} />
        </td>
      </tr>
    </tbody>
  );
});

/** Why a figure has no rating, in a word or two; what the cell says itself is left out. */
function shortReason(reason: string | null): string | null {
  return reason === null || reason === 'no_value' ? null : reason.replaceAll('_', ' ');
}

function Provisional({ row }: { row: Row }) {
  const { store } = useEntering();
  const { entry, typed } = row;
  return (
    <label>
      <input
        type="checkbox"
        checked={typed.provisional}
        aria-label={`Provisional: ${nameOf(entry)}`}
        onChange={(event) => store.type(entry.id, { provisional: event.currentTarget.checked }, 0)}
      />
      Provisional
    </label>
  );
}

function NotEntered({ typed }: { typed: string }) {
  return <span className={fields.quiet}>{typed.trim() === '' ? 'Nothing entered' : '–'}</span>;
}
