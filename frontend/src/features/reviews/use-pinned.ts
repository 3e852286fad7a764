import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { pinnedQuery } from '@/features/reports/queries';
import { cellKey } from './review-words';

export type Pinned = (of: {
  series_id: number;
  period_code: string;
}) => Pick<Schema<'FigureRead'>, 'id' | 'indicator_id'> | undefined;

/** The observation behind each figure of an edition, so that a figure leads to its own page. */
export function usePinned(editionId: number): Pinned {
  const { data } = useSuspenseQuery(pinnedQuery(editionId));
  const found = new Map(
    data.map((each) => [cellKey({ series_id: each.series_id, period_code: each.period }), each]),
  );
  return (of) => found.get(cellKey(of));
}
