import type { Schema } from '@/api/client';

/** What a sample was drawn from: "Q1 2026/27, edition 2, Housing, each unit its share". */
export function drawnFrom(sample: Schema<'SampleRead'>): string {
  return [
    sample.period_label,
    sample.edition_number === null ? '' : `edition ${sample.edition_number}`,
    sample.unit_name,
    sample.theme_name ? `theme ${sample.theme_name}` : '',
    sample.by_unit ? 'each unit its share' : '',
  ]
    .filter(Boolean)
    .join(', ');
}
