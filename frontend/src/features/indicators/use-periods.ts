import { useSuspenseQueries } from '@tanstack/react-query';
import { getAll, type Schema } from '@/api/client';
import { today } from '@/lib/dates';

const SPANS = { monthly: 'month', quarterly: 'quarter', half_yearly: 'half', annual: 'year' } as const;

/** The periods of this financial year, the next and some before, by how often the indicator is collected. */
export function usePeriods(frequency: Schema<'Frequency'>, yearsBefore = 0): Schema<'PeriodRead'>[] {
  const span = SPANS[frequency];
  const first = Number(today().slice(0, 4)) - (today().slice(5, 7) < '04' ? 1 : 0) - yearsBefore;
  const code = (year: number) => `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
  return useSuspenseQueries({
    queries: Array.from({ length: yearsBefore + 2 }, (_, number) =>
      getAll('/api/v1/periods', { query: { year: code(first + number), span } }),
    ),
  }).flatMap(({ data }) => data);
}
