import { csvOf } from '@/lib/csv';
import { RATINGS } from '@/lib/status';
import { entryTarget } from './beside-words';
import type { Entry } from './typed';

const HEADS = [
  'Ref',
  'Indicator',
  'Period',
  'Unit of measure',
  'Target',
  'State',
  'Actual',
  'Rating',
  'Commentary',
];

/** Figures as they are saved, as the text of a CSV file. */
export function figuresCsv(entries: Entry[]): string {
  const rows = entries.map((entry) => [
    entry.indicator?.ref ?? '',
    entry.indicator?.name ?? '',
    entry.period_code,
    entry.indicator?.definition.unit_of_measure ?? '',
    entry.target ? entryTarget(entry, entry.target) : '',
    entry.value_state ?? '',
    entry.value,
    entry.rating ? RATINGS[entry.rating.rating].word : '',
    entry.commentary,
  ]);
  return csvOf([HEADS, ...rows]);
}
