import type { Schema } from '@/api/client';

/** A target of 96, as it is said. */
export const SAID = { value: 96, low: null, high: null, text: '' };

/** A proposal to change a target, as the API answers it. */
export function proposal(of: Partial<Schema<'ProposalRead'>> = {}): Schema<'ProposalRead'> {
  return {
    id: 5,
    submission_id: 1,
    period_code: '2027-28',
    period_label: '2027/28',
    indicator: {
      id: 7,
      ref: 'H1',
      name: 'Applications decided',
      breakdown: 'all',
      kind: 'performance',
      definition: { unit_of_measure: '%', decimals: 1 },
    } as Schema<'EntryIndicator'>,
    is_new: false,
    change: 'change',
    profile: 'even',
    before: { ...SAID, value: 94 },
    target: SAID,
    periods: [],
    profiles: [],
    rationale: 'The regulator expects it',
    benchmark: '',
    benchmark_value: null,
    benchmark_source: '',
    explanations: {},
    past: [],
    so_far: [],
    findings: [],
    version: 3,
    ...of,
  } as Schema<'ProposalRead'>;
}
