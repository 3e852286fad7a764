import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { Button } from './Button';

/** "Show more" under a long list. */
export function LoadMore({
  of,
}: {
  of: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) {
  if (!of.hasNextPage) return null;
  return (
    <Button secondary busy={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
      {of.isFetchingNextPage ? 'Reading more …' : 'Show more'}
    </Button>
  );
}
