import { changesOf, type Entry, type Typed, typedOf } from './typed';

// Two people in one row: what both changed is put side by side, what only one did is put together.

const FIGURE = ['value_state', 'value', 'numerator', 'denominator'] as const;
const APART = [
  'forecast',
  'provisional',
  'commentary',
  'explanations',
  'status',
  'percent_complete',
  'update',
  'cause',
  'path_to_green',
] as const;

export interface Merged {
  typed: Typed;
  /** Whether both changed the same and differ in it. */
  clash: boolean;
}

/** What somebody typed over `base`, put on top of what somebody else has saved meanwhile. */
export function mergedWith(base: Entry, theirs: Entry, typed: Typed): Merged {
  const mine = new Set(Object.keys(changesOf(base, typed).body));
  const faults = new Set(Object.keys(changesOf(base, typed).faults));
  const [before, after] = [typedOf(base), typedOf(theirs)];
  const merged: Typed = { ...after };
  let clash = false;
  const groups: (readonly (keyof Typed)[])[] = [FIGURE, ...APART.map((field) => [field])];
  for (const group of groups) {
    if (!group.some((field) => mine.has(field) || faults.has(field))) continue;
    const theyChanged = group.some((field) => !isEqual(before[field], after[field]));
    const differ = group.some((field) => !isEqual(typed[field], after[field]));
    if (theyChanged && differ) clash = true;
    for (const field of group) put(merged, field, typed[field]);
  }
  return { typed: merged, clash };
}

function isEqual(a: Typed[keyof Typed], b: Typed[keyof Typed]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function put<Field extends keyof Typed>(into: Typed, field: Field, value: Typed[Field]) {
  into[field] = value;
}
