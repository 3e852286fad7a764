import { expect, test } from 'vitest';
import { treeOf, withinOf } from './tree';

const unit = (id: number, parent_id: number | null, name: string) => ({ id, parent_id, name });
const UNITS = [
  unit(4, 2, 'Waste'),
  unit(3, 2, 'Housing'),
  unit(5, 3, 'Options'),
  unit(2, 1, 'Place'),
  unit(1, null, 'Council'),
  unit(9, 77, 'Lost'),
];

test('units stand right below what they belong to, by name; none is lost', () => {
  expect(treeOf(UNITS).map(({ unit, depth }) => `${depth} ${unit.name}`)).toEqual([
    '0 Council',
    '1 Place',
    '2 Housing',
    '3 Options',
    '2 Waste',
    '0 Lost',
  ]);
});

test('a unit cannot be moved below itself or what stands below it', () => {
  expect([...withinOf(UNITS, 2)].sort()).toEqual([2, 3, 4, 5]);
  expect([...withinOf(UNITS, 5)]).toEqual([5]);
});
