import type { Schema } from '@/api/client';
import { numberWords, things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';

type Glanced = Schema<'GlancedRead'>;
type Counts = Pick<
  Schema<'CountsRead'>,
  'total' | 'performance' | 'contextual' | 'rated' | 'green' | 'amber' | 'red' | 'not_rated'
>;

/** What the counters count, and the statuses one can look at. */
export const STATUSES = ['red', 'amber', 'green', 'unrated', 'contextual'] as const;
export type StatusKey = (typeof STATUSES)[number];

/** The statuses that an address names ("red,amber"), in the counters' order; what is none of them is left out. */
export function statusesOf(text: string | undefined): StatusKey[] {
  const named = (text ?? '').split(',');
  return STATUSES.filter((each) => named.includes(each));
}

/** Under which counter a figure is counted. */
export function statusOf(figure: Pick<Glanced, 'kind' | 'rating'>): StatusKey {
  return figure.kind === 'contextual' ? 'contextual' : figure.rating;
}

/** How many a counter counts, and of what: ratings of the rated, the unrated of all that could be rated. */
export function countOf(counts: Counts, key: StatusKey): { count: number; of: number; denominator: string } {
  if (key === 'contextual') return { count: counts.contextual, of: counts.total, denominator: 'figures' };
  if (key === 'unrated') {
    return { count: counts.not_rated, of: counts.performance, denominator: 'performance indicators' };
  }
  return { count: counts[key], of: counts.rated, denominator: 'rated' };
}

/** "5 fewer than in Q1 2026/27 (7 of 49)". */
export function comparedWords(now: Counts, before: Schema<'PreviousGlance'>, key: StatusKey): string {
  const then = countOf(before.summary, key);
  const change = countOf(now, key).count - then.count;
  const period = shortPeriod(before.period_label);
  const held = `${then.count} of ${then.of}`;
  if (change === 0) return `same as in ${period} (${held})`;
  return `${Math.abs(change)} ${change > 0 ? 'more' : 'fewer'} than in ${period} (${held})`;
}

/** Counts of several groups together, where only the groups of one plan are looked at. */
export function addCounts(parts: Counts[]): Counts {
  const sum = (key: keyof Counts) => parts.reduce((total, part) => total + part[key], 0);
  return {
    total: sum('total'),
    performance: sum('performance'),
    contextual: sum('contextual'),
    rated: sum('rated'),
    green: sum('green'),
    amber: sum('amber'),
    red: sum('red'),
    not_rated: sum('not_rated'),
  };
}

/** What a figure's direction of travel was measured against: "14% in the period before, 10% more now". */
export function againstWords(figure: Glanced): string {
  const { value_before: before, short_change: change, unit_of_measure: unit, decimals } = figure;
  if (before === null) return 'There is no earlier figure to compare with';
  const then = `${numberWords(before, unit, decimals)} in the period before`;
  if (figure.short_broken_from) return `${then}: definition changed from ${figure.short_broken_from}`;
  if (change === null) return `${then}, which this cannot be compared with`;
  if (change === 0) return `${then}, the same as now`;
  return `${then}, ${numberWords(Math.abs(change), unit, decimals)} ${change > 0 ? 'more' : 'less'} now`;
}

/** An edition as one of several: "ACE2605 · Cabinet, Overview and Scrutiny Committee (edition 1)". */
export function editionWords(edition: Pick<Schema<'EditionRead'>, 'number' | 'issues' | 'state'>): string {
  const bodies = [...edition.issues].sort((a, b) => Number(b.locks) - Number(a.locks));
  const number = bodies.find((issue) => issue.report_number)?.report_number;
  const to = bodies.map((issue) => issue.body_name).join(', ') || 'Not issued yet';
  const superseded = edition.state === 'superseded' ? ', superseded' : '';
  return `${number ? `${number} · ` : ''}${to} (edition ${edition.number}${superseded})`;
}

/** A group's statuses as words: "2 off target, 1 near target, 4 on target". */
export function groupWords(counts: Counts): string {
  const parts: [number, string][] = [
    [counts.red, 'off target'],
    [counts.amber, 'near target'],
    [counts.green, 'on target'],
    [counts.not_rated, 'not rated'],
    [counts.contextual, 'contextual'],
  ];
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${things(counts.total, 'figure')}: ${said.join(', ')}`;
}
