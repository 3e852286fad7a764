import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { linesOf, suggested } from './succession-lines';

type Line = Schema<'SuccessionLine'>;
const line = (id: number, label: string): Line => ({ id, label, fate: 'open', successors: [], reason: '' });
const succession = (of: Partial<Schema<'PlanSuccessionRead'>>): Schema<'PlanSuccessionRead'> => ({
  plan_id: 1,
  superseded_by_id: null,
  superseded_on: null,
  priorities: [],
  activities: [],
  indicators: [],
  ...of,
});

test('what stands in both plans, or is called the same, is suggested', () => {
  const options = [line(7, 'H4: Voids'), line(9, 'H9: Repairs')];
  expect(suggested(line(7, 'H4: Voids'), options).to).toEqual([7]);
  expect(suggested(line(3, 'H1: Repairs'), options).to).toEqual([9]);
  expect(suggested(line(4, 'H2: Sales'), options).to).toEqual([]);
});

test('several successors are several lines, nothing with a reason is one, and nothing said is none', () => {
  const old = succession({ indicators: [line(1, 'A: One'), line(2, 'B: Two'), line(3, 'C: Three')] });
  const next = succession({ indicators: [line(8, 'X: Eight'), line(9, 'Y: Nine')] });
  const said = { 'indicators-1': { to: [8, 9], reason: '' }, 'indicators-2': { to: [], reason: 'It ended' } };
  expect(linesOf(old, next, said).indicators).toEqual([
    { from_id: 1, to_id: 8, reason: null },
    { from_id: 1, to_id: 9, reason: null },
    { from_id: 2, to_id: null, reason: 'It ended' },
  ]);
});
