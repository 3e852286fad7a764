import { targetWords } from '@/lib/format';
import type { Entry } from './typed';

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
