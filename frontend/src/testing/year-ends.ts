import type { Schema } from '@/api/client';

/** How a series' year is to end, as forecast and as projected. */
export const yearEnd = (more: Partial<Schema<'YearEndRead'>> = {}): Schema<'YearEndRead'> => ({
  series_id: 1,
  indicator_id: 1,
  year: '2026-27',
  year_label: '2026/27',
  period: '2026-27-Q2',
  period_label: 'Q2 2026/27',
  unit_of_measure: 'homes',
  decimals: 0,
  forecast: 180,
  forecast_period: '2026-27-Q2',
  forecast_words: '180 homes',
  projected: 120,
  projected_words: '120 homes',
  method: 'last_year',
  method_words: '60 homes by Q2 2026/27; last year 50% of the outturn stood at this point.',
  why_none: null,
  target_words: '160 homes',
  past: [{ year: '2025-26', year_label: '2025/26', outturn: 100, forecast: 110, projected: null }],
  of_forecast: { years: 1, difference: 10 },
  of_projection: null,
  accuracy_words: 'At Q2 last year, on average, the owner’s forecast was 10 homes off.',
  differs: true,
  ...more,
});
