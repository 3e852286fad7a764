import type { Schema } from '@/api/client';
import { figureWords, sentence, targetWords } from '@/lib/format';
import { notComparable } from '@/lib/status';

type State = Schema<'FigureState'>;

/** Why a row of last time is not asked for any more. */
export const REASONS: Record<Schema<'DroppedRow'>['reason'], string> = {
  moved: 'It moved to another service',
  ended: 'It has ended',
  completed: 'It is completed',
  not_asked: 'It is not asked for this time',
};

/** What changed of a figure: "Value, rating", or that it is new. */
export function changeWords({ new: fresh, changed, broken_from: since }: Schema<'FigureChange'>): string {
  if (fresh) return 'New';
  return `${sentence(changed.join(', '))}${since ? `. ${notComparable(since)}` : ''}`;
}

/** A figure as it stood or is typed now, with the decimals it was given. */
export function figureStateWords(state: State): string {
  if (state.value_state === null) return 'Nothing entered';
  return figureWords({ ...state, value_state: state.value_state, decimals: decimalsOf(state.value) });
}

export function targetStateWords(state: State | null): string {
  const target = state?.target;
  if (!state || !target) return 'None set';
  const decimals = Math.max(decimalsOf(target.value), decimalsOf(target.low), decimalsOf(target.high));
  return targetWords({
    target: target.value,
    target_low: target.low,
    target_high: target.high,
    target_text: target.text,
    unit_of_measure: state.unit_of_measure,
    decimals,
  });
}

export function percentWords(percent: number | null): string {
  return percent === null ? '' : `, ${percent}%`;
}

function decimalsOf(value: number | null): number {
  return value === null ? 0 : Math.min(4, (String(value).split('.')[1] ?? '').length);
}
