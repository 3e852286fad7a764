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
    if (bothChanged(group, before, after, typed)) clash = true;
    for (const field of group) put(merged, field, typed[field]);
  }
  return { typed: merged, clash };
}

/** Whether somebody else changed one of these fields since `before`, and what is typed here is not what they saved. */
export function bothChanged<Fields extends object>(
  fields: readonly (keyof Fields)[],
  before: Fields,
  theirs: Fields,
  mine: Fields,
): boolean {
  const theyChanged = fields.some((field) => !isEqual(before[field], theirs[field]));
  return theyChanged && fields.some((field) => !isEqual(mine[field], theirs[field]));
}

/** Whether two values say the same. */
export function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function put<Field extends keyof Typed>(into: Typed, field: Field, value: Typed[Field]) {
  into[field] = value;
}
