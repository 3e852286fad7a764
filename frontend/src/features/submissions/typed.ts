import type { Schema } from '@/api/client';
import { roundHalfUp } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { type Rated, rate } from '@/lib/rating';
import { valueOfRatio } from '@/lib/ratio';
import { numberText, typedNumber } from '@/lib/typed-number';

// What stands in the fields of one entry, as text, and what of it is to be saved.

export type Entry = Schema<'EntryRead'>;
type EntryUpdate = Schema<'EntryUpdate'>;

/** The fields of an entry as they are typed. A `value` of null is worked out from numerator and denominator. */
export interface Typed {
  /** Why there is no figure; empty where there is one, or nothing yet. */
  value_state: string;
  value: string | null;
  numerator: string;
  denominator: string;
  forecast: string;
  provisional: boolean;
  commentary: string;
  explanations: Record<string, string>;
  status: string;
  percent_complete: string;
  update: string;
  cause: string;
  path_to_green: string;
}

/** What of an entry is to be saved, and what cannot be saved as it is typed, by field. */
export interface Changes {
  body: EntryUpdate;
  faults: Record<string, string>;
}

const TEXTS = ['commentary', 'update', 'cause', 'path_to_green'] as const;
const NUMBERS = ['numerator', 'denominator', 'forecast'] as const;

/** An entry's fields as the service has them. */
export function typedOf(entry: Entry): Typed {
  const worked = ratioOf(entry, entry.numerator, entry.denominator);
  return {
    value_state: entry.value_state === null || entry.value_state === 'value' ? '' : entry.value_state,
    value: worked !== null && isSame(entry, worked, entry.value) ? null : numberText(entry.value),
    numerator: numberText(entry.numerator),
    denominator: numberText(entry.denominator),
    forecast: numberText(entry.forecast),
    provisional: entry.provisional,
    commentary: entry.commentary,
    explanations: entry.explanations,
    status: entry.status ?? '',
    percent_complete: entry.percent_complete === null ? '' : String(entry.percent_complete),
    update: entry.update,
    cause: entry.cause,
    path_to_green: entry.path_to_green,
  };
}

/** What of what is typed differs from what the service has. */
export function changesOf(entry: Entry, typed: Typed): Changes {
  const faults: Record<string, string> = {};
  const body: EntryUpdate = {};
  for (const field of TEXTS)
    if (typed[field].trim() !== entry[field].trim()) body[field] = typed[field].trim();
  if (entry.activity) {
    if (typed.status !== (entry.status ?? '')) body.status = (typed.status || null) as Entry['status'];
    changeOfPercent(entry, typed, body, faults);
    return { body, faults };
  }
  for (const field of NUMBERS) {
    const read = typedNumber(typed[field], field === 'forecast' ? unitOf(entry) : '');
    if (read.kind === 'fault') faults[field] = read.sentence;
    else if (numberOf(read) !== entry[field]) body[field] = numberOf(read);
  }
  if (typed.provisional !== entry.provisional) body.provisional = typed.provisional;
  if (!sameTexts(typed.explanations, entry.explanations)) body.explanations = given(typed.explanations);
  changeOfValue(entry, typed, body, faults);
  return { body, faults };
}

function changeOfPercent(entry: Entry, typed: Typed, body: EntryUpdate, faults: Record<string, string>) {
  const read = typedNumber(typed.percent_complete, '%');
  const percent = numberOf(read);
  if (
    read.kind === 'fault' ||
    (percent !== null && !(Number.isInteger(percent) && percent >= 0 && percent <= 100))
  )
    faults.percent_complete = 'Enter a whole number from 0 to 100.';
  else if (percent !== entry.percent_complete) body.percent_complete = percent;
}

function changeOfValue(entry: Entry, typed: Typed, body: EntryUpdate, faults: Record<string, string>) {
  if (typed.value_state !== '') {
    if (typed.value_state !== entry.value_state) body.value_state = typed.value_state as Entry['value_state'];
    return;
  }
  if (typed.value !== null) {
    const read = typedNumber(typed.value, unitOf(entry));
    if (read.kind === 'fault') {
      faults.value = read.sentence;
      return;
    }
  }
  const value = figureOf(entry, typed);
  const partsChanged = 'numerator' in body || 'denominator' in body;
  const unchanged =
    typed.value === null && !partsChanged ? isSame(entry, value, entry.value) : value === entry.value;
  if (!unchanged) body.value = value;
  // No number and no reason for none: nothing is entered.
  if (value === null && entry.value_state !== null && entry.value_state !== 'value') body.value_state = null;
}

/** The number that stands in the cell now, typed or worked out; null where there is none or it cannot be read. */
export function figureOf(entry: Entry, typed: Typed): number | null {
  if (typed.value_state !== '') return null;
  if (typed.value !== null) return numberOf(typedNumber(typed.value, unitOf(entry)));
  return ratioOf(entry, numberOf(typedNumber(typed.numerator)), numberOf(typedNumber(typed.denominator)));
}

/** What stands in the field of the value. */
export function valueText(entry: Entry, typed: Typed): string {
  if (typed.value !== null) return typed.value;
  const figure = figureOf(entry, typed);
  return figure === null ? '' : roundHalfUp(figure, entry.indicator?.definition.decimals ?? 0);
}

/** Whether the figure that stands in the cell is the one that was saved: what the checks found is of that one. */
export function isSavedFigure(entry: Entry, typed: Typed): boolean {
  const saved = typedOf(entry);
  return typed.value_state === saved.value_state && figureOf(entry, typed) === figureOf(entry, saved);
}

/** How what is typed would be rated. What the service has rated already is taken as it said. */
export function ratingOf(entry: Entry, typed: Typed): Rated | null {
  if (!entry.indicator) return null;
  const figure = figureOf(entry, typed);
  if (isSavedFigure(entry, typed) && typed.forecast === numberText(entry.forecast))
    return entry.rating && { rating: entry.rating.rating, reason: entry.rating.unrated_reason };
  if (typed.value_state === '' && figure === null) return null;
  // 100% out of nothing is typed, but it is no figure.
  if (figure !== null && numberOf(typedNumber(typed.denominator)) === 0) return null;
  return rate(figure, {
    rule: entry.rating_rule,
    polarity: entry.indicator.definition.polarity,
    decimals: entry.indicator.definition.decimals,
    target: entry.target,
    forecast: numberOf(typedNumber(typed.forecast, unitOf(entry))),
  });
}

/** Whether a figure, a reason for none, or a status is saved and nothing stands against submitting it. */
export function isComplete(entry: Entry): boolean {
  return !entry.findings.some((finding) => finding.blocks);
}

/** Whether numerator and denominator are asked for. */
export function hasParts(entry: Entry): boolean {
  const definition = entry.indicator?.definition;
  if (!definition) return false;
  return Boolean(definition.numerator_label || definition.denominator_label) || entry.denominator !== null;
}

export function unitOf(entry: Entry): string {
  return entry.indicator?.definition.unit_of_measure ?? '';
}

/** What to call an entry: "H4 Rent collected", and of which period where a submission may ask for it more than once. */
export function nameOf(entry: Entry): string {
  if (entry.activity) return `${entry.activity.ref} ${entry.activity.title}`;
  const { ref = '', name = '', breakdown = 'all' } = entry.indicator ?? {};
  const several = entry.asked_again || !/-Q\d$/.test(entry.period_code);
  return `${ref} ${name}${breakdown === 'all' ? '' : ` (${breakdown})`}${several ? `, ${shortPeriod(entry.period_label)}` : ''}`;
}

/** The id of an entry's field; what a check found is linked to it. */
export function cellId(entryId: number, field: string): string {
  return `entry-${entryId}-${field.replaceAll('/', '-')}`;
}

function ratioOf(entry: Entry, numerator: number | null, denominator: number | null): number | null {
  if (numerator === null || denominator === null || !entry.indicator) return null;
  return valueOfRatio(numerator, denominator, unitOf(entry));
}

function isSame(entry: Entry, a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  const decimals = entry.indicator?.definition.decimals ?? 0;
  return roundHalfUp(a, decimals) === roundHalfUp(b, decimals) && a < 0 === b < 0;
}

function numberOf(read: ReturnType<typeof typedNumber>): number | null {
  return read.kind === 'number' ? read.value : null;
}

function given(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
}

function sameTexts(a: Record<string, string>, b: Record<string, string>): boolean {
  const sorted = (texts: Record<string, string>) => JSON.stringify(Object.entries(given(texts)).sort());
  return sorted(a) === sorted(b);
}
