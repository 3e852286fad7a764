import type { Schema } from '@/api/client';
import { glanced } from './dashboard.fixtures';

type Observation = Schema<'ObservationRead'>;

const DEFINITION: Schema<'DefinitionRead'> = {
  id: 1,
  indicator_id: 11,
  number: 1,
  definition: 'Days from one tenancy to the next',
  numerator_label: '',
  denominator_label: '',
  data_source: 'Housing system',
  unit_of_measure: 'days',
  decimals: 1,
  polarity: 'lower',
  aggregation: 'average',
  effective_from: '2023-04-01',
  breaks_series: false,
  break_note: null,
  reason: '',
  recorded_at: '2024-06-17T09:00:00Z',
};

const RULE: Schema<'RuleRead'> = {
  id: 1,
  indicator_id: 11,
  number: 1,
  kind: 'relative',
  parameters: { green_within: 0, amber_within: 10 },
  effective_from: '2023-04-01',
  reason: '',
  recorded_at: '2024-06-17T09:00:00Z',
};

/** A figure as its own page reads it: 20.3 days against 26. */
export function observation(given: Partial<Observation>): Observation {
  const { observation_id: _, rating_before: __, value_before: ___, ...figure } = glanced({});
  return {
    ...figure,
    id: 7,
    responsible_unit_id: 5,
    unit_id: 1,
    breakdown: 'all',
    end_on: '2026-09-30',
    aggregation: 'average',
    numerator: null,
    denominator: null,
    forecast: null,
    as_printed: null,
    printed_rating: null,
    commentary: 'Two voids were let.',
    explanations: {},
    ruled_rating: null,
    revision: 1,
    revision_kind: 'first',
    reason: 'Reported in the round',
    approved: false,
    origin: 'submission',
    origin_id: 3,
    source: null,
    recorded_at: '2026-10-12T15:00:00Z',
    change_no: 384,
    rating_id: 1,
    definition_id: 1,
    target_id: null,
    rule_id: 1,
    unrated_sentence: '',
    short_reason: null,
    short_broken_from: null,
    long_reason: 'no_earlier_value',
    long_broken_from: null,
    revisions: 1,
    evidence: 0,
    made_by: {
      definition: DEFINITION,
      rule: RULE,
      target: null,
      last_year: null,
      forecast: null,
      forecast_target: null,
      judgement: null,
    },
    ...given,
  };
}

/** One revision of it. */
export function revision(given: Partial<Schema<'RevisionRead'>>): Schema<'RevisionRead'> {
  return {
    id: 7,
    revision: 1,
    kind: 'first',
    value_state: 'value',
    value: 20.3,
    numerator: null,
    denominator: null,
    provisional: false,
    forecast: null,
    commentary: '',
    explanations: {},
    as_printed: null,
    printed_on: null,
    printed_rating: null,
    origin: 'submission',
    origin_id: 3,
    source: null,
    reason: 'Reported in the round',
    rating: 'green',
    unrated_reason: null,
    unrated_sentence: '',
    ruled_rating: null,
    override_reason: null,
    approved: false,
    recorded_by: 4,
    recorded_at: '2026-10-12T15:00:00Z',
    change_no: 384,
    editions: [],
    ...given,
  };
}
