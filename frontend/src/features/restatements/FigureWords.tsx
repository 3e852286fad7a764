import type { Schema } from '@/api/client';
import { figureWords } from '@/lib/format';
import { Figure } from '@/ui/Figure';

type Restatement = Schema<'RestatementRead'>;

/** The figure that it takes the place of, linked; nothing where it takes none, or the reader may not see it. */
export function Was({ of }: { of: Restatement }) {
  if (of.was_id === null || of.was_state === null) return <>–</>;
  return (
    <Figure
      observation_id={of.was_id}
      value={of.was}
      value_state={of.was_state}
      unit_of_measure={of.unit_of_measure}
      decimals={of.decimals}
    />
  );
}

/** The figure as restated: linked once it is on record, words as long as it is a proposal. */
export function Proposed({ of }: { of: Restatement }) {
  if (of.observation_id === null) return <>{figureWords(of)}</>;
  const { value, value_state, unit_of_measure, decimals } = of;
  return <Figure observation_id={of.observation_id} {...{ value, value_state, unit_of_measure, decimals }} />;
}
