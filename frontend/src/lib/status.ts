// Status is a word, a shape and a colour, always all three. The colours stand in styles/tokens.css.

export type Shape = 'circle' | 'triangle' | 'diamond' | 'ring' | 'square' | 'hexagon' | 'cross' | 'dot';
export type Tone = 'on' | 'near' | 'off' | 'none' | 'done' | Signal;
/** What a series signals against its process limits. */
type Signal = 'improving' | 'worsening' | 'changed' | 'common';

export interface Status {
  word: string;
  shape: Shape;
  tone: Tone;
}

const ON: Omit<Status, 'word'> = { shape: 'circle', tone: 'on' };
const NEAR: Omit<Status, 'word'> = { shape: 'triangle', tone: 'near' };
const OFF: Omit<Status, 'word'> = { shape: 'diamond', tone: 'off' };
const NONE: Omit<Status, 'word'> = { shape: 'ring', tone: 'none' };
const DONE: Omit<Status, 'word'> = { shape: 'square', tone: 'done' };

export const RATINGS = {
  red: { word: 'Off target', ...OFF },
  amber: { word: 'Near target', ...NEAR },
  green: { word: 'On target', ...ON },
  unrated: { word: 'Not rated', ...NONE },
} satisfies Record<string, Status>;

export const ACTIVITY_STATUSES = {
  not_started: { word: 'Not started', ...NONE },
  on_course: { word: 'On course', ...ON },
  in_question: { word: 'Achievement in question', ...NEAR },
  unable: { word: 'Unable to achieve', ...OFF },
  completed: { word: 'Completed', ...DONE },
} satisfies Record<string, Status>;

/** A rating's word: "green" is "On target". */
export function ratingWord(rating: string): string {
  return RATINGS[rating as keyof typeof RATINGS]?.word ?? RATINGS.unrated.word;
}

/** An activity's judged status as a word: "in_question" is "Achievement in question"; null where it is exempt. */
export function activityStatusWord(status: string | null): string {
  if (status === null) return 'Not public';
  return ACTIVITY_STATUSES[status as keyof typeof ACTIVITY_STATUSES]?.word ?? status;
}

const TRAVEL: Record<string, string> = {
  improving: '↗\u00a0Improving',
  unchanged: '→\u00a0No change',
  worsening: '↘\u00a0Worsening',
  up: '↑\u00a0Up',
  down: '↓\u00a0Down',
};

/** What stands in place of a change or an arrow where another definition counts from a period on. */
export function notComparable(since: string): string {
  return `Not comparable (definition changed from ${since})`;
}

/** Direction of travel in words with an arrow; empty where there is nothing to compare with. */
export function travelWords(travel: string): string {
  return TRAVEL[travel] ?? '';
}

/** What a figure signals against its process limits; never the shapes of ratings. */
export const VARIATIONS: Record<Signal, Status> = {
  improving: { word: 'Improving', shape: 'square', tone: 'improving' },
  worsening: { word: 'Worsening', shape: 'hexagon', tone: 'worsening' },
  changed: { word: 'Changed', shape: 'cross', tone: 'changed' },
  common: { word: 'Routine variation', shape: 'dot', tone: 'common' },
};
