import { QueryCache, QueryClient } from '@tanstack/react-query';
import { Problem } from './problems';

/** The cache of what was read. `onSignedOut` runs when any read answers that nobody is signed in any more. */
export function createQueryClient(onSignedOut: () => void) {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        if (error instanceof Problem && error.status === 401 && query.queryKey[0] !== '/api/v1/session')
          onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (count, error) =>
          count < 2 && error instanceof Problem && error.passes && error.status !== 429,
      },
    },
  });
}
