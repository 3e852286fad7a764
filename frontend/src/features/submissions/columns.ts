import { periodOfCode } from '@/lib/periods';
import type { Entry } from './typed';

// Which earlier periods head the grid's columns.

const SHOWN = 4;

/** The last four periods that any row of the submission's own period was reported for, oldest first. */
export function earlierColumns(entries: Entry[], periodCode: string): string[] {
  const codes = new Set(
    entries
      .filter((entry) => entry.period_code === periodCode)
      .flatMap((entry) => entry.earlier.map((each) => each.period_code)),
  );
  return [...codes].sort().slice(-SHOWN);
}

export interface EarlierCell {
  shown: Entry['earlier'][number] | null;
  /** Four periods before that, where eight are asked for. */
  before: Entry['earlier'][number] | null;
  /** Said in the cell where it is not what heads the column. */
  label: string | null;
}

/** A row's cells below these columns; a row of months stands there with its own labels. */
export function earlierCells(entry: Entry, columns: string[]): EarlierCell[] {
  const found = new Map(entry.earlier.map((each) => [each.period_code, each]));
  if (columns.length > 0 && (entry.earlier.length === 0 || columns.some((code) => found.has(code)))) {
    return columns.map((code) => ({
      shown: found.get(code) ?? null,
      before: found.get(yearBefore(code)) ?? null,
      label: null,
    }));
  }
  const last = entry.earlier.slice(-SHOWN);
  const padding = Math.max(0, Math.max(columns.length, 0) - last.length);
  return [
    ...Array.from({ length: padding }, () => ({ shown: null, before: null, label: null })),
    ...last.slice(-Math.max(columns.length, 1)).map((shown) => ({
      shown,
      before: entry.earlier[entry.earlier.indexOf(shown) - SHOWN] ?? null,
      label: periodOfCode(shown.period_code),
    })),
  ];
}

/** The code of the same period a year before: "2026-27-Q1" is "2025-26-Q1". */
export function yearBefore(code: string): string {
  return code.replace(/^(\d{4})(-\d{2}(?!\d))?/, (_, year: string, ending: string | undefined) => {
    const before = Number(year) - 1;
    return ending ? `${before}-${String(Number(year) % 100).padStart(2, '0')}` : String(before);
  });
}
