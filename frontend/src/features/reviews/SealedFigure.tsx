import { figureWords, type Valued } from '@/lib/format';
import { Figure } from '@/ui/Figure';
import type { Pinned } from './use-pinned';

interface Props {
  of: Valued & { provisional: boolean; revised?: boolean; series_id: number; period_code: string };
  pack: number;
  pinned: Pinned;
}

/** A figure as an edition holds it, leading to the very observation that the edition pins. */
export function SealedFigure({ of, pack, pinned }: Props) {
  const observation = pinned(of);
  return observation ? (
    <Figure {...of} observation_id={observation.id} pack={pack} />
  ) : (
    <b>{figureWords(of)}</b>
  );
}
