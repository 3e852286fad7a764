import type { Status } from '@/lib/status';
import type { Load, Outcome } from './queries';

/** What a row does, as word, shape and colour. */
export const OUTCOMES: Record<Outcome, Status> = {
  fault: { word: 'To mend', shape: 'diamond', tone: 'off' },
  create: { word: 'New', shape: 'circle', tone: 'on' },
  change: { word: 'Changed', shape: 'triangle', tone: 'near' },
  unchanged: { word: 'As it is', shape: 'ring', tone: 'none' },
  left: { word: 'Not yours', shape: 'ring', tone: 'none' },
};

export const OUTCOME_OPTIONS = Object.entries(OUTCOMES).map(([value, { word }]) => ({ value, label: word }));

const rows = (number: number) => (number === 1 ? '1 row' : `${number.toLocaleString('en-GB')} rows`);

/** "12 rows new, 3 rows changed", or that nothing differs. */
export function doesWords({ create, change }: Load['totals']): string {
  const parts = [create ? `${rows(create)} new` : '', change ? `${rows(change)} changed` : ''].filter(
    Boolean,
  );
  return parts.length ? parts.join(', ') : 'nothing that differs from what is on record';
}

export const rowWords = rows;
