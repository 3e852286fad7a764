import type { Status } from '@/lib/status';
import type { RowOutcome, Table } from './history-queries';

/** The columns that a printed table is read by, in the order in which they matter. */
export const COLUMN_OPTIONS = [
  ['indicator', 'Indicator (needed)'],
  ['period_label', 'Period (needed)'],
  ['value_as_printed', 'Figure (needed)'],
  ['figures_of_period', 'Figures of the period in its heading'],
  ['target_as_printed', 'Target'],
  ['ref', 'Reference'],
  ['unit', 'Unit of measure'],
  ['polarity_stated', 'Which way is good'],
  ['rag_as_printed', 'Printed rating'],
  ['commentary', 'Commentary'],
  ['previous_as_printed', 'Figure of the period before'],
  ['year', 'Year'],
  ['quarter', 'Quarter'],
  ['published', 'Day it was published'],
  ['source_url', 'Address of the paper'],
  ['note', 'Note'],
  ['council', 'Council'],
  ['plan', 'Plan (not kept)'],
  ['priority_theme', 'Theme or priority (not kept)'],
  ['trend_as_printed', 'Trend (not kept)'],
].map(([value, label]) => ({ value: value as string, label: label as string }));

const LABELS = new Map(COLUMN_OPTIONS.map(({ value, label }) => [value, label.replace(/ \(.*/, '')]));

/** Whether the periods of a table stand side by side, in headings. */
export const sideBySide = (table: Table) =>
  table.columns.some(({ column }) => column === 'figures_of_period');

/** The line of a row; with periods side by side 14003 is line 14, column C. */
export function lineWords(line: number, table: Table): string {
  if (!sideBySide(table)) return String(line);
  const at = (line % 1000) - 1;
  const letter = String.fromCharCode(65 + (at % 26));
  return `${Math.floor(line / 1000)}, column ${at < 26 ? '' : String.fromCharCode(64 + Math.floor(at / 26))}${letter}`;
}

/** "value_as_printed" as "Figure". */
export const columnWord = (column: string) => LABELS.get(column) ?? column;

export const ROW_OUTCOMES: Record<RowOutcome, Status> = {
  unread: { word: 'Not read', shape: 'diamond', tone: 'off' },
  conflict: { word: 'Contradicts', shape: 'triangle', tone: 'near' },
  read: { word: 'Read', shape: 'circle', tone: 'on' },
  left_out: { word: 'Left out', shape: 'ring', tone: 'none' },
};

export const POLARITIES = [
  { value: 'higher', label: 'Higher is better' },
  { value: 'lower', label: 'Lower is better' },
  { value: 'range', label: 'Within a range is good' },
  { value: 'none', label: 'Neither is better' },
];
export const AGGREGATIONS = [
  { value: 'flow', label: 'What happened in the period' },
  { value: 'year_to_date', label: 'The year to date' },
  { value: 'snapshot', label: 'A moment, at the end of the period' },
  { value: 'rolling', label: 'A rolling period' },
  { value: 'average', label: 'An average over the period' },
];

const count = (number: number, one: string, many: string) =>
  number === 0 ? '' : `${number.toLocaleString('en-GB')} ${number === 1 ? one : many}`;

/** "12 new figures, 3 new targets and 2 new indicators". */
export function addsWords({ counts }: Table): string {
  const parts = [
    count(counts.figures_new, 'new figure', 'new figures'),
    count(counts.figures_revised, 'figure with another printing', 'figures with another printing'),
    count(counts.targets_new, 'new target', 'new targets'),
    count(counts.targets_revised, 'target with another printing', 'targets with another printing'),
    count(counts.indicators_new, 'new indicator', 'new indicators'),
  ].filter(Boolean);
  if (parts.length === 0) return 'nothing that is not on record already';
  return parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
