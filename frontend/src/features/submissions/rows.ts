import type { Problem } from '@/api/problems';
import type { Draft } from './drafts';
import { changesOf, type Entry, isComplete, nameOf, type Typed, typedOf } from './typed';

/** Why rows wait to be saved: the service cannot be reached, or nobody is signed in any more. */
export type Held = 'away' | 'signed-out';

/** One row as it is typed. */
export interface Row {
  /** As the service has it. */
  entry: Entry;
  typed: Typed;
  phase: 'resting' | 'saving' | 'saved' | 'held' | 'refused' | 'clash';
  problem: Problem | null;
  /** What somebody else saved meanwhile, where both changed the same. */
  clash: Entry | null;
  /** Whether what is typed came back from this browser and has not been saved since. */
  restored: boolean;
}

/** What stands in the bar below the rows. */
export interface Summary {
  total: number;
  complete: number;
  /** The rows that hold something unsaved. */
  unsaved: number[];
  saving: boolean;
  restored: number;
  held: Held | null;
  anySaved: boolean;
  said: string;
}

/** A row as the service has it, with what was typed before and not saved on top. */
export function rowOf(entry: Entry, draft: Draft | undefined): Row {
  const row: Row = {
    entry,
    typed: typedOf(entry),
    phase: 'resting',
    problem: null,
    clash: null,
    restored: false,
  };
  if (!draft) return row;
  const typed = { ...row.typed, ...draft.typed };
  if (isUnchanged(entry, typed)) return row;
  const changedMeanwhile = draft.version !== entry.version;
  return {
    ...row,
    typed,
    restored: true,
    clash: changedMeanwhile ? entry : null,
    phase: changedMeanwhile ? 'clash' : 'resting',
  };
}

export function summaryOf(rows: Row[], held: Held | null, said: string): Summary {
  const unsaved = rows.filter((row) => !isRowUnchanged(row));
  return {
    total: rows.length,
    complete: rows.filter((row) => isComplete(row.entry) && isRowUnchanged(row)).length,
    unsaved: unsaved.map((row) => row.entry.id),
    saving: rows.some((row) => row.phase === 'saving'),
    restored: rows.filter((row) => row.restored).length,
    held,
    anySaved: rows.some((row) => row.phase === 'saved'),
    said,
  };
}

/** What keeps a row from being saved, to be mended in its cells: field and sentence. */
export function faultsOf(row: Row): { field: string; sentence: string }[] {
  const faults = Object.entries(changesOf(row.entry, row.typed).faults).map(([field, sentence]) => ({
    field,
    sentence,
  }));
  if (row.phase === 'clash')
    faults.push({ field: 'clash', sentence: 'Somebody else changed this. Keep one.' });
  if (row.phase === 'refused' && row.problem) {
    const told = row.problem.faults.map(({ pointer, detail }) => ({
      field: pointer.replace(/^\/+/, ''),
      sentence: detail,
    }));
    faults.push(...(told.length > 0 ? told : [{ field: 'value', sentence: row.problem.message }]));
  }
  return faults.map((fault) => ({ ...fault, sentence: `${nameOf(row.entry)}: ${fault.sentence}` }));
}

const known = new WeakMap<Row, boolean>();

/** The same for a row, looked at once: of a hundred rows one has changed. */
function isRowUnchanged(row: Row): boolean {
  const before = known.get(row);
  if (before !== undefined) return before;
  const found = isUnchanged(row.entry, row.typed);
  known.set(row, found);
  return found;
}

/** Whether nothing of what is typed is left to save, or to mend first. */
export function isUnchanged(entry: Entry, typed: Typed): boolean {
  const { body, faults } = changesOf(entry, typed);
  return Object.keys(body).length === 0 && Object.keys(faults).length === 0;
}
