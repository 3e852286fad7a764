import type { Schema } from '@/api/client';

// What the service answers, in as few words as a test needs.

type Summary = Schema<'SummaryRead'>;
type Glanced = Schema<'GlancedRead'>;

function travel(): Summary['short_travel'] {
  return {
    indicators: 0,
    compared: 0,
    improving: 0,
    unchanged: 0,
    worsening: 0,
    not_compared: 0,
    sentence: '',
  };
}

export function summary(counts: Partial<Summary>): Summary {
  const { red = 0, amber = 0, green = 0, not_rated = 0, contextual = 0 } = counts;
  const rated = red + amber + green;
  return {
    total: rated + not_rated + contextual,
    performance: rated + not_rated,
    contextual,
    rated,
    green,
    amber,
    red,
    percentages: { green: 0, amber: 0, red: 0 },
    not_rated,
    unrated: {},
    without_data: {},
    contextual_without_data: 0,
    sentence: '',
    short_travel: travel(),
    long_travel: travel(),
  };
}

export function glanced(given: Partial<Glanced>): Glanced {
  return {
    observation_id: 1,
    indicator_id: 11,
    series_id: 21,
    ref: 'H4',
    name: 'Average re-let time',
    kind: 'performance',
    unit: 'exampleton',
    unit_name: 'Exampleton Borough Council',
    period: '2026-27-Q2',
    unit_of_measure: 'days',
    decimals: 1,
    polarity: 'lower',
    value_state: 'value',
    value: 20.3,
    provisional: false,
    target: 26,
    target_low: null,
    target_high: null,
    target_text: '',
    rating: 'green',
    unrated_reason: null,
    override_reason: null,
    revised: false,
    period_label: 'Quarter 2 2026/27 (July to September 2026)',
    start_on: '2026-07-01',
    short_travel: 'improving',
    short_broken_from: null,
    short_change: -3.8,
    long_travel: 'not_compared',
    long_change: null,
    rating_before: 'green',
    value_before: 24.1,
    ...given,
  };
}

/** A dashboard of one theme with these figures. */
export function board(
  figures: Glanced[],
  given: Partial<Schema<'DashboardRead'>> = {},
): Schema<'DashboardRead'> {
  const count = (rating: string) =>
    figures.filter((each) => each.kind === 'performance' && each.rating === rating).length;
  const counts = summary({
    red: count('red'),
    amber: count('amber'),
    green: count('green'),
    not_rated: count('unrated'),
    contextual: figures.filter((each) => each.kind === 'contextual').length,
  });
  return {
    period: '2026-27-Q2',
    period_label: 'Quarter 2 2026/27 (July to September 2026)',
    as_of_change: null,
    pack: null,
    by: 'theme',
    summary: counts,
    previous: null,
    groups: [{ code: 'PEOPLE', name: 'People', plan: 'COUNCIL-PLAN', summary: counts, figures }],
    attention: [],
    ...given,
  };
}
