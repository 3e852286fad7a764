import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { getAll } from './client';

/** Everybody of the council by the words this reader may see. */
export const knownAsQuery = () => ({ ...getAll('/api/v1/people/known-as'), staleTime: 10 * 60_000 });

/** Who a person's id means, in words that this reader may see: a name, or a post. Null is the system itself. */
export function useKnownAs(): (personId: number | null) => string {
  const { data } = useSuspenseQuery(knownAsQuery());
  return useMemo(() => {
    const words = new Map(data.map((each) => [each.person_id, each.known_as]));
    return (personId) => (personId === null ? 'Quarterdeck' : (words.get(personId) ?? 'A former user'));
  }, [data]);
}
