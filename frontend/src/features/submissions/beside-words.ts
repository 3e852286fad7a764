import { figureWords, targetWords } from '@/lib/format';
import { type Entry, unitOf } from './typed';

/** A target of an entry as printed. */
export function entryTarget(entry: Entry, target: Entry['target']): string {
  const { unit_of_measure = '', decimals = 0 } = entry.indicator?.definition ?? {};
  return targetWords({
    target: target?.value ?? null,
    target_low: target?.low ?? null,
    target_high: target?.high ?? null,
    target_text: target?.text ?? '',
    unit_of_measure,
    decimals,
  });
}

/** A figure on record beside an entry, with its period. */
export function recordedWords(entry: Entry, each: NonNullable<Entry['on_record']>): string {
  const decimals = entry.indicator?.definition.decimals ?? 0;
  return `${figureWords({ ...each, unit_of_measure: unitOf(entry), decimals })}, ${each.period_label}`;
}
