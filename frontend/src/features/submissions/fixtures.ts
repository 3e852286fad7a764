import type { Schema } from '@/api/client';
import type { Entry } from './typed';

// What tests of submissions begin with.

/** A cell for an indicator in per cent, rated within 10% of a target of 95%, that nothing has been entered into. */
export function figure(id: number, ref: string, over: Partial<Entry> = {}): Entry {
  return {
    id,
    submission_id: 7,
    position: id,
    period_code: '2026-27-Q2',
    period_label: 'Quarter 2 2026/27 (July to September 2026)',
    series_id: id,
    indicator: {
      id,
      ref,
      name: `Indicator ${ref}`,
      kind: 'performance',
      breakdown: 'all',
      definition: {
        id,
        definition: 'What is counted',
        numerator_label: '',
        denominator_label: '',
        data_source: 'Housing system',
        unit_of_measure: '%',
        decimals: 1,
        polarity: 'higher',
        aggregation: 'flow',
      },
    },
    activity: null,
    target: { value: 95, low: null, high: null, text: '' },
    year_target: null,
    earlier: [],
    last_year: null,
    asked_again: false,
    on_record: null,
    rating_rule: {
      kind: 'relative',
      parameters: { green_within: 0, amber_within: 10 },
      last_year: null,
      year_target: null,
    },
    rating: null,
    value_state: null,
    value: null,
    numerator: null,
    denominator: null,
    provisional: false,
    forecast: null,
    commentary: '',
    explanations: {},
    status: null,
    percent_complete: null,
    update: '',
    cause: '',
    path_to_green: '',
    findings: [
      {
        code: 'missing_value',
        severity: 'error',
        sentence: 'Nothing has been entered.',
        field: 'value',
        needs_explanation: false,
        blocks: true,
      },
    ],
    evidence: 0,
    updated_by: null,
    updated_at: null,
    on_behalf: false,
    version: 1,
    ...over,
  };
}

/** The same with a figure in it. */
export function entered(entry: Entry, value: number | null, over: Partial<Entry> = {}): Entry {
  return { ...entry, value, value_state: 'value', findings: [], version: entry.version + 1, ...over };
}

/** Housing's submission for Q2, in draft. */
export function submission(over: Partial<Schema<'SubmissionRead'>> = {}): Schema<'SubmissionRead'> {
  return {
    id: 7,
    round_id: 1,
    cycle: 'quarterly',
    period_code: '2026-27-Q2',
    period_label: 'Quarter 2 2026/27 (July to September 2026)',
    unit: { id: 3, code: 'HOUSING', name: 'Housing' },
    state: 'draft',
    due_on: '2026-10-16',
    extended_from: null,
    overdue: false,
    days_late: 0,
    reminded_at: null,
    submitted_by: null,
    submitted_at: null,
    submitted_on_behalf: false,
    confirmed_by: null,
    confirmed_off_system: false,
    confirmed_by_post_id: null,
    off_system_evidence_id: null,
    confirmed_at: null,
    returned_reason: null,
    completeness: {
      entries: 3,
      entered: 0,
      commentary_asked: 0,
      commentary_given: 0,
      errors: 3,
      warnings: 0,
      unexplained: 0,
      open_queries: 0,
    },
    version: 2,
    editable: true,
    allowed_actions: [],
    ...over,
  };
}
