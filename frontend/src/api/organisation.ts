import { useSuspenseQuery } from '@tanstack/react-query';
import { getAll } from './client';

// What a council is made of, short lists that many pages name things by. They change rarely.
const RARELY = { staleTime: 5 * 60_000 };

export const unitsQuery = () => ({ ...getAll('/api/v1/units'), ...RARELY });
export const portfoliosQuery = () => ({ ...getAll('/api/v1/portfolios'), ...RARELY });
export const postsQuery = () => ({ ...getAll('/api/v1/posts'), ...RARELY });
export const bodiesQuery = () => ({ ...getAll('/api/v1/bodies'), ...RARELY });

interface Named {
  id: number;
  name?: string;
  title?: string;
}

function namesOf(rows: Named[]): (id: number | null) => string {
  const names = new Map(rows.map((row) => [row.id, row.name ?? row.title ?? '']));
  return (id) => (id === null ? '' : (names.get(id) ?? ''));
}

/** A unit's name by its id; empty for null. */
export function useUnitNames() {
  return namesOf(useSuspenseQuery(unitsQuery()).data);
}

/** A post's title by its id; empty for null. */
export function usePostNames() {
  return namesOf(useSuspenseQuery(postsQuery()).data);
}

/** A body's name by its id; empty for null. */
export function useBodyNames() {
  return namesOf(useSuspenseQuery(bodiesQuery()).data);
}

/** A portfolio's name by its id; empty for null. */
export function usePortfolioNames() {
  return namesOf(useSuspenseQuery(portfoliosQuery()).data);
}

/** Those that stand on a day: what has ended is not offered for new work. */
export function standing<Row extends { valid_to: string | null }>(rows: Row[], day: string): Row[] {
  return rows.filter((row) => row.valid_to === null || row.valid_to >= day);
}
