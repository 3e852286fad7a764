interface Unit {
  id: number;
  parent_id: number | null;
  name: string;
}

export interface Branch<Row> {
  unit: Row;
  /** How far below the council: 0 for itself. */
  depth: number;
}

/** The units in the order of their tree, each right below what it belongs to, by name. One without its parent stands at the top. */
export function treeOf<Row extends Unit>(units: Row[]): Branch<Row>[] {
  const ids = new Set(units.map((unit) => unit.id));
  const below = new Map<number | null, Row[]>();
  for (const unit of [...units].sort((one, other) => one.name.localeCompare(other.name, 'en-GB'))) {
    const parent = unit.parent_id !== null && ids.has(unit.parent_id) ? unit.parent_id : null;
    below.set(parent, [...(below.get(parent) ?? []), unit]);
  }
  const grow = (parent: number | null, depth: number): Branch<Row>[] =>
    (below.get(parent) ?? []).flatMap((unit) => [{ unit, depth }, ...grow(unit.id, depth + 1)]);
  return grow(null, 0);
}

/** The ids of a unit and of all that stands below it: none of them can be its parent. */
export function withinOf(units: Unit[], unitId: number): Set<number> {
  const found = new Set([unitId]);
  for (const { unit } of treeOf(units))
    if (unit.parent_id !== null && found.has(unit.parent_id)) found.add(unit.id);
  return found;
}
