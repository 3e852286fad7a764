import { type ReactNode, useState } from 'react';
import styles from './Choosing.module.css';
import type { Column } from './Table';

interface Choosing<Row> {
  /** The ids of what is chosen, of the rows that are shown. */
  chosen: number[];
  column: Column<Row>;
  clear: () => void;
}

/**
 * Rows of a table chosen by their boxes. What is chosen and then filtered away is not acted on.
 * of: the id and name of a row that may be chosen, or null. all: what the box at the top says.
 */
export function useChoosing<Row>(
  rows: Row[],
  of: (row: Row) => { id: number; name: string } | null,
  all: string,
): Choosing<Row> {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const shown = rows.flatMap((row) => of(row)?.id ?? []);
  function choose(ids: number[], yes: boolean) {
    const next = new Set(chosen);
    for (const id of ids) yes ? next.add(id) : next.delete(id);
    setChosen(next);
  }
  const column: Column<Row> = {
    key: 'choice',
    head: (
      <Choice
        label={all}
        checked={shown.length > 0 && shown.every((id) => chosen.has(id))}
        onChange={(yes) => choose(shown, yes)}
      />
    ),
    cell: (row) => {
      const found = of(row);
      return found ? (
        <Choice
          label={`Choose ${found.name}`}
          checked={chosen.has(found.id)}
          onChange={(yes) => choose([found.id], yes)}
        />
      ) : null;
    },
  };
  return { chosen: shown.filter((id) => chosen.has(id)), column, clear: () => setChosen(new Set()) };
}

/** Says how much is chosen, or what choosing is for, beside the buttons for it. */
export function ChosenBar({ words, children }: { words: string; children?: ReactNode }) {
  return (
    <div className={styles.bar}>
      <p role="status">{words}</p>
      {children}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  checked: boolean;
  onChange: (yes: boolean) => void;
}

function Choice({ label, checked, onChange }: ChoiceProps) {
  return (
    <label className={styles.choice}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span className="govuk-visually-hidden">{label}</span>
    </label>
  );
}
