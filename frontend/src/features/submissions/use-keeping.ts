import { useEffect } from 'react';
import type { EntryStore } from './entry-store';

/** Saves what waits when the connection is back and when the page closes; asks before a window with unsaved rows goes. */
export function useKeeping(store: EntryStore) {
  useEffect(() => {
    const online = () => store.retryHeld();
    const ask = (event: BeforeUnloadEvent) => {
      if (store.summary().unsaved.length > 0) event.preventDefault();
    };
    window.addEventListener('online', online);
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('beforeunload', ask);
      store.leave();
    };
  }, [store]);
}
