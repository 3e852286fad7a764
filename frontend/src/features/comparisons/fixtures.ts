import type { Schema } from '@/api/client';

type Area = Schema<'AreaFigure'>;

function area(values: Partial<Area> = {}): Area {
  return {
    code: 'E06999902',
    name: 'Corve Bay',
    kind: 'unitary',
    is_own: false,
    value_state: 'value',
    value: 40,
    numerator: 200,
    denominator: 500,
    unit: '%',
    note: '',
    sentence: '',
    file_id: 3,
    earlier: [],
    ...values,
  };
}

export function compared(values: Partial<Schema<'ComparisonRead'>> = {}): Schema<'ComparisonRead'> {
  return {
    indicator_id: 1,
    ref: 'H4',
    name: 'Homes let',
    unit_of_measure: '%',
    decimals: 1,
    polarity: 'higher',
    period: '2023-24',
    period_label: '2023/24 (April 2023 to March 2024)',
    periods: [{ period: '2023-24', label: '2023/24', figures: 2 }],
    groups: [],
    group_id: null,
    own_code: null,
    own_name: 'Exampleton',
    own: null,
    no_own: 'You see no figure of your council for 2023/24.',
    wider: [area({ code: 'E92999901', name: 'Whole Country', kind: 'country', value: 44 })],
    areas: [area(), area({ code: 'E06999904', name: 'Easterfold', value_state: 'suppressed', value: null })],
    spread: {
      reported: 1,
      members: 2,
      lowest: 40,
      lower_quartile: null,
      median: 40,
      upper_quartile: null,
      highest: 40,
    },
    pooled: null,
    no_pooled: '',
    sources: [
      {
        file_id: 3,
        publisher: 'Example Statistics',
        title: 'Homes let by councils',
        link: '',
        published_on: '2024-09-05',
        age_days: 90,
        age: '2 months',
        licence: '',
        definition_note: '',
        figures: 3,
      },
    ],
    cautions: [{ code: 'few_reported', sentence: 'Only 1 of 3 councils have a figure.' }],
    summary: '2023/24: 1 of 2 other councils have a figure.',
    may_load: false,
    ...values,
  };
}

export function file(values: Partial<Schema<'ComparisonFileRead'>> = {}): Schema<'ComparisonFileRead'> {
  return {
    id: 3,
    kind: 'figures',
    filename: 'homes.csv',
    publisher: '',
    title: '',
    link: '',
    published_on: null,
    licence: '',
    definition_note: '',
    state: 'previewed',
    created_at: '2024-10-01T09:00:00Z',
    loaded_at: null,
    version: 1,
    sha256: '0'.repeat(64),
    counts: { new: 1, changed: 0, unchanged: 0, fault: 1 },
    digest: '1'.repeat(64),
    allowed_actions: ['state_source', 'throw_away'],
    ...values,
  };
}
