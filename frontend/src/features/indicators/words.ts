import type { Schema } from '@/api/client';
import { numberWords, sentence } from '@/lib/format';

// What indicators, their definitions and rules say, in the field's words.

export const POLARITIES: Record<string, string> = {
  higher: 'Higher',
  lower: 'Lower',
  range: 'Within a range',
  none: 'Neither: for information',
};

export const AGGREGATIONS: Record<string, string> = {
  flow: 'What happened in the period',
  year_to_date: 'Cumulative for the year to date',
  snapshot: 'As it stood on the last day',
  rolling: 'Rolling over several months',
  average: 'Average over the period',
};

export const FREQUENCIES: Record<string, string> = {
  monthly: 'Monthly',
  quarterly: 'Quarterly',
  half_yearly: 'Twice a year',
  annual: 'Once a year',
};

export const KINDS: Record<string, string> = {
  performance: 'Performance',
  contextual: 'Contextual',
};

/** What a check does with what it finds. */
export const SEVERITIES: Record<string, string> = {
  error: 'Stops the figure',
  warning: 'Asks for an explanation',
  off: 'Not checked',
};

/** A table of words as the options of a select. */
export function optionsOf(words: Record<string, string>) {
  return Object.entries(words).map(([value, label]) => ({ value, label }));
}

/** The same in a list or heading, where a kind is told in full. */
export function kindWords(kind: string): string {
  return kind === 'contextual' ? 'Contextual: shows demand or volume, never rated' : 'Performance: rated';
}

/** What a breakdown is of: "all" is the whole, "ward:Northfield" is "Ward: Northfield". */
export function breakdownWords(breakdown: string): string {
  if (breakdown === 'all') return 'Whole';
  const [dimension = '', ...item] = breakdown.split(':');
  return `${sentence(dimension)}: ${item.join(':')}`;
}

type Ruled = Pick<Schema<'RuleRead'>, 'kind' | 'parameters'>;
type Measured = Pick<Schema<'DefinitionRead'>, 'unit_of_measure' | 'decimals' | 'polarity'>;

/** An unknown number of decimals is shown as it was given: 2.5 as 2.5, 10 as 10. */
function plain(value: number, unit: string): string {
  const decimals = (String(value).split('.')[1] ?? '').length;
  return numberWords(value, unit, decimals);
}

/** A tolerance in the unit of measure: of a percentage it is percentage points. */
function span(value: number, unit: string): string {
  if (unit === '%') return `${plain(value, '')} percentage point${value === 1 ? '' : 's'}`;
  return plain(value, unit);
}

/** How a value and a target become a rating, a sentence for each rating. */
export function ruleSentences({ kind, parameters }: Ruled, measured: Measured): string[] {
  const unit = measured.unit_of_measure;
  const get = (name: string) => parameters[name] ?? 0;
  const met = (tolerance: string, isNone: boolean) =>
    isNone
      ? 'On target where the target is met.'
      : `On target where the target is met, or missed by ${tolerance} at most.`;
  switch (kind) {
    case 'relative':
      return [
        met(`${plain(get('green_within'), '')}% of it`, get('green_within') === 0),
        `Near target where it is missed by ${plain(get('amber_within'), '')}% of it at most.`,
        'Off target beyond that.',
      ];
    case 'points':
      return [
        met(span(get('green_within'), unit), get('green_within') === 0),
        `Near target where it is missed by ${span(get('amber_within'), unit)} at most.`,
        'Off target beyond that.',
      ];
    case 'thresholds': {
      const side = measured.polarity === 'lower' ? 'or less' : 'or more';
      return [
        `On target at ${plain(get('green'), unit)} ${side}, whatever the target.`,
        `Near target at ${plain(get('amber'), unit)} ${side}.`,
        'Off target beyond that.',
      ];
    }
    case 'range': {
      const { low, high } = parameters;
      const range =
        low == null || high == null
          ? "the range of the period's target"
          : `${plain(low, unit)} to ${plain(high, unit)}`;
      return [
        `On target within ${range}.`,
        `Near target where it is outside by ${span(get('amber_within'), unit)} at most.`,
        'Off target beyond that.',
      ];
    }
    case 'last_year':
      return [
        met(span(get('green_within'), unit), get('green_within') === 0),
        'Near target where it is missed, but better than the same period last year.',
        'Off target otherwise.',
      ];
    case 'forecast':
      return [
        met(span(get('green_within'), unit), get('green_within') === 0),
        "Near target where it is missed, but forecast to recover by the year's end.",
        'Off target otherwise.',
      ];
    default:
      return ['Never rated.'];
  }
}

export const RULES: Record<string, string> = {
  relative: 'Missed by a share of the target (%)',
  points: 'Missed by an amount in its unit of measure',
  thresholds: 'Two fixed thresholds, whatever the target',
  range: 'Within a range',
  last_year: 'Compared with last year',
  forecast: 'By the forecast for the year’s end',
  contextual: 'Never rated',
};

type Listed = Pick<
  Schema<'IndicatorRead'>,
  'ref' | 'name' | 'unit_id' | 'kind' | 'portfolio_ids' | 'priority_ids' | 'valid_from' | 'valid_to'
>;

export interface IndicatorFilters {
  q?: string | undefined;
  unit?: number | undefined;
  portfolio?: number | undefined;
  /** The priorities that are wanted: those of a plan, a theme, or one. */
  priorities?: Set<number> | undefined;
  kind?: string | undefined;
  /** "ended" shows those that are no longer collected, "all" both; by itself those that are. */
  active?: string | undefined;
}

/** Whether an indicator passes the filters on a day; text is looked for in its ref and name, word by word. */
export function matches(indicator: Listed, filters: IndicatorFilters, day: string): boolean {
  const { q, unit, portfolio, priorities, kind, active } = filters;
  const text = `${indicator.ref} ${indicator.name}`.toLowerCase();
  const ended = indicator.valid_to !== null && indicator.valid_to < day;
  return (
    (!q ||
      q
        .toLowerCase()
        .split(/\s+/)
        .every((word) => text.includes(word))) &&
    (!unit || indicator.unit_id === unit) &&
    (!portfolio || indicator.portfolio_ids.includes(portfolio)) &&
    (!priorities || indicator.priority_ids.some((id) => priorities.has(id))) &&
    (!kind || indicator.kind === kind) &&
    (active === 'all' || ended === (active === 'ended'))
  );
}
