import type { Schema } from '@/api/client';

/** A target as the API answers it. */
export function target(of: Partial<Schema<'TargetRead'>> = {}): Schema<'TargetRead'> {
  return {
    id: 1,
    indicator_id: 1,
    series_id: 1,
    unit_id: 1,
    breakdown: 'all',
    period: '2023-24-Q1',
    number: 1,
    value: 95,
    low: null,
    high: null,
    text: '',
    as_printed: null,
    rationale: 'Upper quartile',
    explanations: {},
    source: null,
    state: 'approved',
    round_id: null,
    approval_id: null,
    recorded_at: '2023-03-01T10:00:00Z',
    version: 1,
    allowed_actions: [],
    ...of,
  };
}
