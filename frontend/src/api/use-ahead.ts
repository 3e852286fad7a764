import { type FetchQueryOptions, type QueryKey, useQueryClient } from '@tanstack/react-query';

/** Begins all reads of a page at once, so that its parts do not wait for one another. */
export function useAhead(
  // biome-ignore lint/suspicious/noExplicitAny: reads of every kind of data
  ...reads: (FetchQueryOptions<any, Error, any, any> & { queryKey: QueryKey })[]
) {
  const client = useQueryClient();
  for (const read of reads) {
    // What failed is told by the part that shows it.
    if (!client.getQueryState(read.queryKey)) void client.prefetchQuery(read);
  }
}
