import type { Schema } from '@/api/client';

/** What stands for an indicator that is the sum of two wards, as the API answers it. */
export function calculation(over: Partial<Schema<'CalculationRead'>> = {}): Schema<'CalculationRead'> {
  const ward = (series_id: number, breakdown: string): Schema<'CalculationPartRead'> => ({
    series_id,
    indicator_id: 1,
    ref: 'H1',
    name: 'Homes let',
    unit_id: 2,
    unit: 'Housing',
    breakdown,
    role: 'part',
  });
  return {
    id: 5,
    series_id: 11,
    indicator_id: 1,
    unit_id: 2,
    unit: 'Housing',
    breakdown: 'all',
    number: 1,
    operation: 'sum',
    covers: 'same_period',
    periods: 0,
    sentence: 'The sum of H1 (ward: North) and H1 (ward: South) of the same period',
    parts: [ward(12, 'ward:North'), ward(13, 'ward:South')],
    effective_from: '2026-04-01',
    in_force: true,
    reason: 'One figure for the council',
    recorded_at: '2026-04-02T10:00:00Z',
    ...over,
  };
}

/** What figures are collected for. */
export function collected(
  id: number,
  over: Partial<Schema<'CollectedSeries'>> = {},
): Schema<'CollectedSeries'> {
  return {
    id,
    indicator_id: 1,
    ref: 'H1',
    name: 'Homes let',
    frequency: 'quarterly',
    unit_id: 2,
    unit: 'HOUSING',
    unit_name: 'Housing',
    breakdown: 'all',
    ...over,
  };
}
