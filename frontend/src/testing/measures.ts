import type { Schema } from '@/api/client';

// What the service answers about indicators and plans, as small as a test can use it.

function definition(of: Partial<Schema<'DefinitionRead'>> = {}): Schema<'DefinitionRead'> {
  return {
    id: 1,
    indicator_id: 1,
    number: 1,
    definition: 'Rent collected, of the rent owed.',
    numerator_label: '',
    denominator_label: '',
    data_source: '',
    unit_of_measure: '%',
    decimals: 1,
    polarity: 'higher',
    aggregation: 'flow',
    effective_from: '2023-04-01',
    breaks_series: false,
    break_note: null,
    reason: '',
    recorded_at: '2023-04-01T09:00:00Z',
    ...of,
  };
}

/** A version of a definition as its history tells it. */
export function version(of: Partial<Schema<'DefinitionVersion'>> = {}): Schema<'DefinitionVersion'> {
  return { ...definition(), first_period: 'Q1 2023/24', approval: null, ...of };
}

export function indicator(of: Partial<Schema<'IndicatorDetail'>> = {}): Schema<'IndicatorDetail'> {
  return {
    id: 1,
    ref: 'CHS1',
    name: 'Rent collected',
    unit_id: 7,
    unit: 'housing',
    unit_name: 'Council Housing',
    owner_post_id: null,
    kind: 'performance',
    frequency: 'quarterly',
    lag: 0,
    provisional: false,
    valid_from: null,
    valid_to: null,
    ended_because: '',
    priority_ids: [3],
    portfolio_ids: [],
    activity_ids: [],
    definition: definition(),
    version: 4,
    rating_rule: rule(),
    aliases: [],
    findings: [],
    ...of,
  };
}

export function rule(of: Partial<Schema<'RuleRead'>> = {}): Schema<'RuleRead'> {
  return {
    id: 1,
    indicator_id: 1,
    number: 1,
    kind: 'relative',
    parameters: { green_within: 0, amber_within: 10 },
    effective_from: '2023-04-01',
    reason: '',
    recorded_at: '2023-04-01T09:00:00Z',
    ...of,
  };
}

/** A figure of the first quarter of 2026/27, off nothing and as everybody may see it. */
export function figure(of: Partial<Schema<'FigureRead'>> = {}): Schema<'FigureRead'> {
  return {
    id: 11,
    indicator_id: 1,
    ref: 'CHS1',
    name: 'Rent collected',
    kind: 'performance',
    responsible_unit_id: 7,
    series_id: 1,
    unit_id: 1,
    unit: 'exampleton',
    unit_name: 'Exampleton Borough Council',
    breakdown: 'all',
    period: '2026-27-Q1',
    period_label: 'Quarter 1 2026/27 (April to June 2026)',
    start_on: '2026-04-01',
    end_on: '2026-06-30',
    unit_of_measure: '%',
    decimals: 1,
    polarity: 'higher',
    aggregation: 'flow',
    value_state: 'value',
    value: 98.2,
    numerator: null,
    denominator: null,
    provisional: false,
    forecast: null,
    as_printed: null,
    printed_rating: null,
    commentary: '',
    explanations: {},
    target: 99,
    target_low: null,
    target_high: null,
    target_text: '',
    rating: 'amber',
    unrated_reason: null,
    ruled_rating: null,
    override_reason: null,
    revision: 1,
    revision_kind: 'first',
    reason: '',
    revised: false,
    approved: true,
    origin: 'submission',
    origin_id: 1,
    source: null,
    recorded_at: '2026-07-12T15:00:00Z',
    change_no: 3,
    rating_id: 1,
    definition_id: 1,
    target_id: 1,
    rule_id: 1,
    unrated_sentence: '',
    short_travel: 'worsening',
    short_change: -0.4,
    short_reason: null,
    short_broken_from: null,
    long_travel: 'not_compared',
    long_change: null,
    long_reason: 'no_earlier_value',
    long_broken_from: null,
    ...of,
  };
}

export function unit(of: Partial<Schema<'UnitRead'>> = {}): Schema<'UnitRead'> {
  return {
    id: 7,
    parent_id: 1,
    code: 'housing',
    name: 'Council Housing',
    kind: 'service',
    valid_from: null,
    valid_to: null,
    predecessor_ids: [],
    version: 1,
    ...of,
  };
}

export function plan(of: Partial<Schema<'PlanRead'>> = {}): Schema<'PlanRead'> {
  return {
    id: 1,
    unit_id: 1,
    code: 'COUNCIL-PLAN',
    title: 'Council Plan',
    kind: 'council_plan',
    start_on: '2023-04-01',
    end_on: '2028-03-31',
    state: 'adopted',
    superseded_by_id: null,
    superseded_on: null,
    follows_id: null,
    next_review_on: null,
    version: 2,
    allowed_actions: [],
    ...of,
  };
}

/** A thread with one priority: an activity, shown by an indicator, and another indicator beside it. */
export function thread(): Schema<'ThreadRead'> {
  const linked: Schema<'ThreadIndicator'> = {
    id: 1,
    ref: 'CHS1',
    name: 'Rent collected',
    kind: 'performance',
    unit_name: 'Council Housing',
    action_ids: [],
    latest: {
      observation_id: 11,
      period: '2026-27-Q1',
      period_label: 'Quarter 1 2026/27 (April to June 2026)',
      value_state: 'value',
      value: 98.2,
      unit_of_measure: '%',
      decimals: 1,
      rating: 'amber',
    },
  };
  return {
    plans: [
      {
        id: 1,
        code: 'COUNCIL-PLAN',
        title: 'Council Plan',
        kind: 'council_plan',
        state: 'adopted',
        superseded_by_id: null,
        themes: [
          {
            id: 2,
            code: 'PEOPLE',
            name: 'People',
            priorities: [
              {
                id: 3,
                code: 'HOMES',
                name: 'A home for everyone',
                activities: [
                  {
                    id: 5,
                    ref: 'People 5',
                    title: 'Visit every tenant in arrears',
                    status: 'on_course',
                    due_on: '2027-03-31',
                    unit_name: 'Council Housing',
                    indicator_ids: [1],
                    action_ids: [],
                  },
                ],
                indicators: [
                  linked,
                  { ...linked, id: 2, ref: 'CHS9', name: 'Gas safety compliance', latest: null },
                ],
              },
            ],
          },
        ],
      },
    ],
    linked_indicators: [],
    actions: [],
  };
}
