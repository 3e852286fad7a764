import type { Schema } from '@/api/client';
import { numberWords } from '@/lib/format';

type Said = Pick<Schema<'EntryTarget'>, 'value' | 'low' | 'high' | 'text'>;
interface Measured {
  unit_of_measure: string;
  decimals: number;
}

export const CHANGES: Record<string, string> = {
  keep: 'Kept',
  change: 'Changed',
  new: 'New',
  drop: 'Dropped',
};

export const PROFILES: Record<Schema<'Profile'>, { label: string; hint: string }> = {
  even: { label: 'Even', hint: 'The same through the year.' },
  seasonal: { label: 'Seasonal', hint: 'As the seasons went in earlier years.' },
  by_hand: { label: 'By hand', hint: 'You set each period.' },
};

/** A target in words: a figure, a range, the words it was set in; "None" where there is none. */
export function saidWords(said: Said | null, { unit_of_measure, decimals }: Measured): string {
  if (!said) return 'None';
  if (said.value !== null) return numberWords(said.value, unit_of_measure, decimals);
  if (said.low !== null && said.high !== null)
    return `${numberWords(said.low, unit_of_measure, decimals)} to ${numberWords(said.high, unit_of_measure, decimals)}`;
  return said.text || 'None';
}

/** What is typed for a target: "95", "40 to 60", or words. Nothing typed is null. */
export function typedTarget(text: string): Schema<'ProposedTarget'> | null {
  const typed = text.trim();
  if (!typed) return null;
  const plain = typed.replaceAll(',', '').replace(/[£%]/g, '').trim();
  const range = /^(-?\d+(?:\.\d+)?)\s*(?:to|–|-)\s*(-?\d+(?:\.\d+)?)$/i.exec(plain);
  if (range) return { low: Number(range[1]), high: Number(range[2]), text: '' };
  if (/^-?\d+(\.\d+)?$/.test(plain)) return { value: Number(plain), text: '' };
  return { text: typed };
}

/** A target as it is typed: the other way round. */
export function targetText(said: Said | null): string {
  if (!said) return '';
  if (said.value !== null) return String(said.value);
  if (said.low !== null && said.high !== null) return `${said.low} to ${said.high}`;
  return said.text;
}
