import type { Schema } from '@/api/client';
import { RATINGS } from '@/lib/status';
import { type StatusKey, statusOf } from './words';

type Board = Schema<'DashboardRead'>;
type Glanced = Schema<'GlancedRead'>;

/** What a figure can signal, what matters most first. */
export const SIGNALS = ['worsening', 'common', 'improving', 'changed'] as const;
export type SignalKey = (typeof SIGNALS)[number];

/** A figure of the dashboard beside what its series signals. */
export interface Beside {
  figure: Glanced;
  signal: Schema<'SignalRead'>;
  status: StatusKey;
  variation: SignalKey | null;
}

/** The signal that an address names. */
export function signalsOf(text: string | undefined): SignalKey | undefined {
  return SIGNALS.find((each) => each === text);
}

/** Every figure once, in the order of indicators, with what it signals; of one plan where one is chosen. */
export function besides(board: Board, signals: Schema<'SignalsRead'>, plan?: string): Beside[] {
  const figures = new Map<number, Glanced>();
  for (const group of board.groups)
    if (!plan || group.plan === plan)
      for (const figure of group.figures) figures.set(figure.series_id, figure);
  return signals.items.flatMap((signal) => {
    const figure = figures.get(signal.series_id);
    return figure ? [{ figure, signal, status: statusOf(figure), variation: signal.variation }] : [];
  });
}

/** "Off target but routine". */
export function cellWords(status: StatusKey, signal: SignalKey): string {
  const rated = status === 'contextual' ? 'Contextual' : RATINGS[status].word;
  const good = status === 'green';
  const words: Record<SignalKey, string> = {
    worsening: good ? 'but worsening' : 'and worsening',
    common: good || !isRated(status) ? 'and routine' : 'but routine',
    improving: good || !isRated(status) ? 'and improving' : 'but improving',
    changed: 'and changed',
  };
  return `${rated} ${words[signal]}`;
}

/** What such figures ask for. */
export function meaningOf(status: StatusKey, signal: SignalKey): string {
  if (signal === 'changed') return 'Something has changed for real; neither way is better. Ask what it was.';
  if (!isRated(status)) return UNRATED[signal];
  return status === 'green' ? GREEN[signal] : MISSED[signal];
}

const isRated = (status: StatusKey) => status !== 'contextual' && status !== 'unrated';

const MISSED: Record<Exclude<SignalKey, 'changed'>, string> = {
  worsening:
    'Missed, and getting worse for real. Ask for the cause and for what is being done: these come first.',
  common:
    'Missed, but nothing has changed: the work as it is done now gives such figures. Asking for the reason of this ' +
    'one figure will not help; ask whether the way of working or the target has to change.',
  improving:
    'Still missed, but getting better for real. Ask what has worked and when the target will be met.',
};
const GREEN: Record<Exclude<SignalKey, 'changed'>, string> = {
  worsening: 'On target still, but slipping for real. Ask now, before it turns red.',
  common: 'On target, and nothing has changed. Nothing needs to be asked.',
  improving:
    'On target and getting better for real. Ask what has worked, and whether the target is still a stretch.',
};
const UNRATED: Record<Exclude<SignalKey, 'changed'>, string> = {
  worsening: 'Not rated, and getting worse for real. Ask for the cause.',
  common: 'Not rated, and nothing has changed.',
  improving: 'Not rated, and getting better for real. Ask what has worked.',
};
