// Words for figures, the same as the service's documents use (documents/wording.py).

const MINUS = '\u2212';
const CLOSE: Record<string, [string, string]> = {
  '%': ['', '%'],
  '£': ['£', ''],
  '£k': ['£', 'k'],
  '£m': ['£', 'm'],
  '£000': ['£', 'k'],
};
const PLAIN = new Set(['', 'number', 'count', 'no.', '#', 'ratio', 'score', 'rate']);
const SECONDS = new Set(['seconds', 'second', 'secs', 'sec', 's']);
const ONE: Record<string, string> = {
  days: 'day',
  'working days': 'working day',
  weeks: 'week',
  months: 'month',
  hours: 'hour',
  minutes: 'minute',
  years: 'year',
};
const VALUE_STATES: Record<string, string> = {
  awaited: 'Awaited',
  not_due: 'Not due',
  not_available: 'Not available',
  not_applicable: 'Not applicable',
  suppressed: 'Suppressed',
  nil_return: 'Nil return',
  error: 'Error in the figure',
};

/** A number rounded half up (away from zero) to its decimals, as it reads: 2.675 with two is 2.68, as it was typed. */
export function roundHalfUp(value: number, decimals: number): string {
  // Beyond this a double holds whole numbers only.
  if (Math.abs(value) >= 1e15) {
    return `${BigInt(Math.abs(value))}${decimals > 0 ? `.${'0'.repeat(decimals)}` : ''}`;
  }
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toString().split('e');
  // The shortest decimal that reads back as this double, shifted by its exponent: Number.toFixed would round 2.675 down.
  const shifted = Math.round(Number(`${mantissa}e${Number(exponent) + decimals}`));
  return Number(`${shifted}e-${decimals}`).toFixed(decimals);
}

function grouped(digits: string): string {
  const [whole = '', rest] = digits.split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? thousands : `${thousands}.${rest}`;
}

function duration(seconds: number, decimals: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds - hours * 3600 - minutes * 60;
  const parts = hours ? [`${grouped(String(hours))}h`] : [];
  if (hours || minutes) parts.push(`${minutes}m`);
  return [...parts, `${rest.toFixed(decimals)}s`].join(' ');
}

/** A number as printed: rounded, grouped by thousands, with its unit of measure. */
export function numberWords(value: number, unitOfMeasure: string, decimals: number): string {
  const digits = roundHalfUp(value, decimals);
  const sign = value < 0 && Number(digits) !== 0 ? MINUS : '';
  const unit = unitOfMeasure.trim();
  if (SECONDS.has(unit.toLowerCase())) return sign + duration(Number(digits), decimals);
  const close = CLOSE[unit];
  if (close) return `${sign}${close[0]}${grouped(digits)}${close[1]}`;
  if (PLAIN.has(unit.toLowerCase())) return `${sign}${grouped(digits)}`;
  return `${sign}${grouped(digits)} ${digits === '1' ? (ONE[unit.toLowerCase()] ?? unit) : unit}`;
}

/** What can be printed as a figure. */
export interface Valued {
  value: number | null;
  value_state: string;
  unit_of_measure: string;
  decimals: number;
}

/** What stands in a cell: the number, or the words of its state. */
export function figureWords({ value, value_state, unit_of_measure, decimals }: Valued): string {
  if (value === null) return VALUE_STATES[value_state] ?? sentence(value_state);
  return numberWords(value, unit_of_measure, decimals);
}

/** What can be printed as a target. */
export interface Targeted {
  target: number | null;
  target_low: number | null;
  target_high: number | null;
  target_text: string;
  unit_of_measure: string;
  decimals: number;
}

/** A target as printed: a number, a range, words, or that none is set. */
export function targetWords(of: Targeted): string {
  const { target, target_low: low, target_high: high, unit_of_measure: unit, decimals } = of;
  if (target !== null) return numberWords(target, unit, decimals);
  if (low !== null && high !== null)
    return `${numberWords(low, unit, decimals)} to ${numberWords(high, unit, decimals)}`;
  return of.target_text || 'None set';
}

/** A code ("not_started") as words ("Not started"). */
export function sentence(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A count and what is counted: "1 action", "2 actions". */
export function things(count: number, thing: string, plural = `${thing}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? thing : plural}`;
}
