import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Problem, problemOf } from './problems';

/**
 * Sends a change once at a time. `run` answers whether it was taken; then everything shown is read again. A refusal
 * stands in `problem` until the next try; after a clash of versions the newest is read too.
 */
export function useSend<Args extends unknown[], Result>(
  send: (...args: Args) => Promise<Result>,
  onDone?: (result: Result) => void | Promise<void>,
) {
  const client = useQueryClient();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function run(...args: Args): Promise<boolean> {
    if (busy) return false;
    setBusy(true);
    setProblem(null);
    try {
      const result = await send(...args);
      await client.invalidateQueries();
      await onDone?.(result);
      return true;
    } catch (error) {
      const found = error instanceof Problem ? error : problemOf(0, error);
      setProblem(found);
      if (found.status === 412 || found.status === 409) await client.invalidateQueries();
      return false;
    } finally {
      setBusy(false);
    }
  }
  return { run, busy, problem, clear: () => setProblem(null) };
}
