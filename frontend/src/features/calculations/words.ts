import type { Schema } from '@/api/client';
import type { FormValues } from '@/ui/Form';

export type Operation = NonNullable<Schema<'CalculationCreate'>['operation']>;
export type Covers = NonNullable<Schema<'CalculationCreate'>['covers']>;
type Collected = Schema<'CollectedSeries'>;
type Part = Schema<'CalculationPart'>;

export const OPERATIONS: { value: Operation; label: string; hint: string }[] = [
  { value: 'sum', label: 'A sum', hint: 'Counts or amounts added up, for example of teams or wards.' },
  {
    value: 'average',
    label: 'A percentage or average of the whole',
    hint: 'Numerators of all parts over their denominators. Percentages are never averaged.',
  },
  { value: 'ratio', label: 'A ratio', hint: 'Some figures added up, over others added up.' },
  { value: 'mean', label: 'A mean', hint: 'Counts or amounts, added up and divided by how many they are.' },
  {
    value: 'last',
    label: 'The last figure',
    hint: 'Of one series, where a later period takes in earlier ones.',
  },
];
export const COVERS: { value: Covers; label: string }[] = [
  { value: 'same_period', label: 'The same period' },
  {
    value: 'periods_within',
    label: 'The shorter periods within it (months of a quarter, quarters of a year)',
  },
  { value: 'last_periods', label: 'The last periods (rolling)' },
  { value: 'year_so_far', label: 'The year so far' },
];

/** How a series is told from others in a list. */
export function collectedWords(series: Collected): string {
  const part = series.breakdown === 'all' ? '' : ` (${series.breakdown.replace(':', ': ')})`;
  return `${series.ref} ${series.name}${part}, ${series.unit_name}`;
}

/** The parts that were chosen, by the ids of their series. */
export function partsTyped(values: FormValues, operation: Operation, collected: Collected[]): Part[] {
  const chosen = (name: string, role: Part['role']) =>
    values.all(name).flatMap((id) => {
      const found = collected.find((each) => String(each.id) === id);
      return found
        ? [{ indicator_id: found.indicator_id, unit_id: found.unit_id, breakdown: found.breakdown, role }]
        : [];
    });
  return operation === 'ratio'
    ? [...chosen('numerators', 'numerator'), ...chosen('denominators', 'denominator')]
    : chosen('parts', 'part');
}
