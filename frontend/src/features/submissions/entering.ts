import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Schema } from '@/api/client';
import type { EntryStore } from './entry-store';
import type { Row, Summary } from './rows';

/** What every row of a submission shares, typed or read. */
export interface Shared {
  submissionId: number;
  /** The period that the submission is for; rows of others say so. */
  periodCode: string;
  queries: Schema<'QueryRead'>[];
  mayAddEvidence: boolean;
  mayAsk: boolean;
  /** Whether this person enters for the service as its own data provider. */
  own: boolean;
  /** Who a person's id means, in words that this reader may see. */
  knownAs: (personId: number | null) => string;
}

/** What the rows share while they are typed. */
export interface Entering {
  store: EntryStore;
  /** Whether somebody has tried to submit: what is missing is then told as a fault. */
  tried: boolean;
}

export const SharedContext = createContext<Shared | null>(null);
export const EnteringContext = createContext<Entering | null>(null);

export function useShared(): Shared {
  const shared = useContext(SharedContext);
  if (!shared) throw new Error('outside a submission');
  return shared;
}

export function useEntering(): Entering {
  const entering = useContext(EnteringContext);
  if (!entering) throw new Error('outside the entry grid');
  return entering;
}

/** One row; what uses it is drawn again when that row changes, and no other does. */
export function useRow(id: number): Row {
  const { store } = useEntering();
  return useSyncExternalStore(
    useCallback((listener) => store.subscribe(id, listener), [store, id]),
    () => store.row(id),
  );
}

export function useSummary(store: EntryStore): Summary {
  return useSyncExternalStore(
    useCallback((listener) => store.subscribe('summary', listener), [store]),
    () => store.summary(),
  );
}
