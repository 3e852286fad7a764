import type { Schema } from '@/api/client';
import { numberWords } from '@/lib/format';

export const NOT_COMPARED: Record<string, string> = {
  no_value: 'One of the two has no number',
  no_earlier_value: 'There is no earlier figure',
  year_to_date: 'A new year begins from nothing',
  break_in_series: 'Its definition changed in between',
};

export const REVISION_KINDS: Record<string, string> = {
  first: 'First reported',
  correction: 'Corrected before it was decided on',
  restatement: 'Restated',
  as_printed: 'As it was printed',
};

export const ORIGINS: Record<string, string> = {
  submission: "A service's submission",
  restatement: 'A restatement',
  backfill: 'Papers of earlier years',
  calculation: 'Calculated from other figures',
};

export const GOOD_IS: Record<string, string> = {
  higher: 'Higher',
  lower: 'Lower',
  range: 'Within a range',
  none: 'Neither: it is for information',
};

export const AGGREGATIONS: Record<string, string> = {
  flow: 'What happened in the period',
  year_to_date: 'Cumulative for the year to date',
  snapshot: 'As it stood on the last day',
  rolling: 'Rolling over several months',
  average: 'Average over the period',
};

type Measured = Pick<Schema<'FigureRead'>, 'unit_of_measure' | 'decimals'>;

/** A change with its sign; of a percentage in percentage points. */
export function changeWords(change: number, { unit_of_measure: unit, decimals }: Measured): string {
  const words = numberWords(change, unit === '%' ? '' : unit, decimals);
  const points =
    Number(Math.abs(change).toFixed(decimals)) === 1 ? ' percentage point' : ' percentage points';
  return `${change > 0 ? '+' : ''}${words}${unit === '%' ? points : ''}`;
}

/** A numerator or denominator as it was given: a count has no decimals of its own. */
export function plainNumber(value: number): string {
  return numberWords(value, '', (String(value).split('.')[1] ?? '').length);
}

/**
 * The code of the quarter that a period belongs to on the dashboard: of a month its quarter, of a half year or a year
 * the one that it ends in. Undefined for days of one's own choosing, which have none.
 */
function quarterOf(code: string): string | undefined {
  const [, year, letter, number] = /^(\d{4}(?:-\d{2})?)(?:-([QHM])(\d{1,2}))?$/.exec(code) ?? [];
  if (!year) return undefined;
  const [first = '', second] = year.split('-');
  // "2026-09" is September of a calendar year; "2026-27" is a financial year, whose second part follows its first.
  if (second && Number(second) !== (Number(first) + 1) % 100)
    return `${first}-Q${Math.ceil(Number(second) / 3)}`;
  if (letter === 'M') return `${year}-Q${Math.ceil(Number(number) / 3)}`;
  if (letter === 'H') return `${year}-Q${Number(number) * 2}`;
  return letter ? code : `${year}-Q4`;
}

/** The dashboard that a figure stands on: of its quarter now, or of the edition it is read in. */
export function dashboardOf(code: string, pack: number | undefined): string {
  const quarter = quarterOf(code);
  if (pack) return `/dashboard?pack=${pack}`;
  return quarter ? `/dashboard?period=${quarter}` : '/dashboard';
}
