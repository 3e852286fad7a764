// Numbers as people type them: "1,200", "45%", "£3.5", "4m 40s". What could be meant in two ways is not guessed.

import { isPercentage } from './ratio';

export type TypedNumber =
  | { kind: 'empty' }
  | { kind: 'number'; value: number }
  | { kind: 'fault'; sentence: string };

const LARGEST = 1e15;
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d*)?$/;
const PLAIN = /^(\d+(\.\d*)?|\.\d+)$/;
const SECONDS = new Set(['seconds', 'second', 'secs', 'sec', 's']);
const CLOCK = /^(?:(\d+):)?(\d+):([0-5]\d)$/;
const DURATION =
  /^(?:(\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*m(?:in(?:ute)?s?)?)?\s*(?:(\d+(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?)?$/i;
const MONEY: Record<string, RegExp> = { '£': /$^/, '£k': /k$/i, '£000': /k$/i, '£m': /m(illion)?$/i };

/** What was typed into a cell of this unit of measure: a number, nothing, or what to mend. */
export function typedNumber(text: string, unitOfMeasure = ''): TypedNumber {
  const typed = text.replaceAll('\u00a0', ' ').trim();
  if (typed === '') return { kind: 'empty' };
  const unit = unitOfMeasure.trim();
  const negative = /^[-\u2212\u2013]/.test(typed) || /^\(.*\)$/.test(typed);
  const bare = typed
    .replace(/^[-\u2212\u2013]\s*/, '')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  const size = SECONDS.has(unit.toLowerCase()) ? (secondsOf(bare) ?? sizeOf(bare, unit)) : sizeOf(bare, unit);
  if (typeof size === 'string') return { kind: 'fault', sentence: size };
  if (size > LARGEST) return { kind: 'fault', sentence: 'This number is too large. Check its digits.' };
  return { kind: 'number', value: negative && size !== 0 ? -size : size };
}

function secondsOf(bare: string): number | null {
  const clock = CLOCK.exec(bare);
  if (clock) return Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3]);
  const parts = /[hms]/i.test(bare) ? DURATION.exec(bare) : null;
  if (!parts || parts.slice(1).every((part) => part === undefined)) return null;
  return Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
}

function sizeOf(bare: string, unit: string): number | string {
  let digits = bare;
  if (digits.endsWith('%')) {
    if (!isPercentage(unit)) return `This is not a percentage. Enter it ${inUnit(unit)}.`;
    digits = digits.slice(0, -1).trim();
  }
  if (digits.startsWith('£')) {
    if (!(unit in MONEY)) return `This is not an amount of money. Enter it ${inUnit(unit)}.`;
    digits = digits.slice(1).trim();
  }
  digits = digits.replace(MONEY[unit] ?? /$^/, '').trim();
  digits = withoutUnit(digits, unit);
  if (/^[\d,.]*,[\d,.]*$/.test(digits)) {
    if (!GROUPED.test(digits)) return 'Check the commas: they stand before each three digits, as in 12,500.';
    digits = digits.replaceAll(',', '');
  }
  if (/^\d{1,3}( \d{3})+$/.test(digits)) digits = digits.replaceAll(' ', '');
  return PLAIN.test(digits) ? Number(digits) : 'Enter a number, or choose why there is none.';
}

/** "42 days" in a cell of days: the word says no more than the column does. */
function withoutUnit(digits: string, unit: string): string {
  const [number = '', ...words] = digits.split(/\s+|(?<=\d)(?=[a-z])/i);
  const word = words.join(' ').toLowerCase();
  const full = unit.toLowerCase();
  return word !== '' && (word === full || `${word}s` === full) ? number : digits;
}

function inUnit(unit: string): string {
  if (isPercentage(unit)) return 'as a percentage';
  return ['', 'number', 'count'].includes(unit.toLowerCase()) ? 'as a plain number' : `in ${unit}`;
}

/** A number as it stands in a cell, to be typed over: "43,940", "54.63". */
export function numberText(value: number | null): string {
  return value === null ? '' : value.toLocaleString('en-GB', { maximumFractionDigits: 15 });
}
