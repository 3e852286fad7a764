// The rating of a figure while it is being typed, by the rule that came with its entry: the same as the service's own
// (measures/rating.py), whose answer takes its place as soon as the figure is saved.

import { absolute, compare, type Decimal, decimal, minus, times } from './decimal';
import { roundHalfUp } from './format';

interface RatingTarget {
  value: number | null;
  low: number | null;
  high: number | null;
  text: string;
}

export interface RatingRule {
  kind: string;
  parameters: Record<string, number | null>;
  last_year: number | null;
  year_target: RatingTarget | null;
}

/** What a figure is held against, all in its unit of measure. */
export interface RatedBy {
  rule: RatingRule | null;
  polarity: string;
  decimals: number;
  target: RatingTarget | null;
  forecast: number | null;
}

export interface Rated {
  rating: 'green' | 'amber' | 'red' | 'unrated';
  /** Why it is not rated, as the service's codes have it. */
  reason: string | null;
}

interface Case {
  polarity: string;
  decimals: number;
  value: Decimal;
  target: RatingTarget | null;
}

const ZERO = decimal(0);

/** A number as it is printed: "94.95" with one decimal is 95.0, and so met against 95%. */
function displayed(value: number, decimals: number): Decimal {
  return decimal((value < 0 ? '-' : '') + roundHalfUp(value, decimals));
}

/** The rating of a number, or null where there is none to rate. */
export function rate(value: number | null, by: RatedBy): Rated {
  const { rule, polarity, decimals, target } = by;
  if (rule?.kind === 'contextual') return unrated('contextual');
  if (value === null) return unrated('no_value');
  if (!rule) return unrated('no_rule');
  if (polarity === 'none') return unrated('no_polarity');
  const mismatch = polarity === 'range' ? rule.kind === 'thresholds' : rule.kind === 'range';
  if (mismatch) return unrated('rule_mismatch');
  const of: Case = { polarity, decimals, value: displayed(value, decimals), target };
  switch (rule.kind) {
    case 'thresholds':
      return byThresholds(rule, of);
    case 'range':
      return byRange(rule, of);
    case 'relative':
    case 'points':
    case 'last_year':
    case 'forecast':
      return byTarget(rule, of, by.forecast);
    default:
      return unrated('no_rule');
  }
}

function unrated(reason: string): Rated {
  return { rating: 'unrated', reason };
}

function as(rating: 'green' | 'amber' | 'red'): Rated {
  return { rating, reason: null };
}

function parameter(rule: RatingRule, name: string): Decimal {
  return decimal(rule.parameters[name] ?? 0);
}

function byThresholds(rule: RatingRule, of: Case): Rated {
  const [green, amber] = ['green', 'amber'].map((name) =>
    displayed(rule.parameters[name] ?? 0, of.decimals),
  ) as [Decimal, Decimal];
  if (compare(missedBy(of, green), ZERO) <= 0) return as('green');
  return as(compare(missedBy(of, amber), ZERO) <= 0 ? 'amber' : 'red');
}

function byRange(rule: RatingRule, of: Case): Rated {
  const { low, high } = rule.parameters;
  const amber = parameter(rule, 'amber_within');
  if (low !== null && low !== undefined && high !== null && high !== undefined) {
    const missed = outside(of.value, displayed(low, of.decimals), displayed(high, of.decimals));
    return banded(missed, ZERO, amber);
  }
  const bound = boundOf(of);
  return typeof bound === 'string' ? unrated(bound) : banded(missedBy(of, bound), ZERO, amber);
}

function byTarget(rule: RatingRule, of: Case, forecast: number | null): Rated {
  const bound = boundOf(of);
  if (typeof bound === 'string') return unrated(bound);
  const missed = missedBy(of, bound);
  const green = parameter(rule, 'green_within');
  if (rule.kind === 'relative') {
    if (bound.digits === 0n) return unrated('zero_target');
    const share = (part: Decimal) => times(part, absolute(bound));
    return banded(times(missed, decimal(100)), share(green), share(parameter(rule, 'amber_within')));
  }
  if (rule.kind === 'points') return banded(missed, green, parameter(rule, 'amber_within'));
  if (compare(missed, green) <= 0) return as('green');
  const saved = rule.kind === 'last_year' ? isBetter(rule, of, bound, missed) : recovers(rule, of, forecast);
  return as(saved ? 'amber' : 'red');
}

function isBetter(rule: RatingRule, of: Case, bound: Decimal, missed: Decimal): boolean {
  if (rule.last_year === null) return false;
  const before = missedBy({ ...of, value: displayed(rule.last_year, of.decimals) }, bound);
  return compare(missed, before) < 0;
}

function recovers(rule: RatingRule, of: Case, forecast: number | null): boolean {
  if (forecast === null) return false;
  const ahead: Case = { ...of, value: displayed(forecast, of.decimals), target: rule.year_target };
  const bound = boundOf(ahead);
  return typeof bound !== 'string' && compare(missedBy(ahead, bound), parameter(rule, 'green_within')) <= 0;
}

function banded(missed: Decimal, green: Decimal, amber: Decimal): Rated {
  if (compare(missed, green) <= 0) return as('green');
  return as(compare(missed, amber) <= 0 ? 'amber' : 'red');
}

/** How far the value misses the bound, in the wrong direction; zero or less where it is met. */
function missedBy(of: Case, bound: Decimal): Decimal {
  if (of.polarity === 'higher') return minus(bound, of.value);
  if (of.polarity === 'lower') return minus(of.value, bound);
  const edges = edgesOf(of.target, of.decimals);
  return edges ? outside(of.value, ...edges) : ZERO;
}

function outside(value: Decimal, low: Decimal, high: Decimal): Decimal {
  const [under, over] = [minus(low, value), minus(value, high)];
  return compare(under, over) > 0 ? under : over;
}

/** The figure of the target that counts: of a range, the edge on the side of the miss. A code where there is none. */
function boundOf(of: Case): Decimal | string {
  const edges = edgesOf(of.target, of.decimals);
  if (!edges) return of.target?.text.trim() ? 'textual_target' : 'no_target';
  const [low, high] = edges;
  if (of.polarity === 'range') return compare(of.value, low) < 0 ? low : high;
  return of.polarity === 'lower' ? high : low;
}

function edgesOf(target: RatingTarget | null, decimals: number): [Decimal, Decimal] | null {
  const low = target?.value ?? target?.low ?? null;
  const high = target?.value ?? target?.high ?? null;
  return low === null || high === null ? null : [displayed(low, decimals), displayed(high, decimals)];
}
