import { describe, expect, it } from 'vitest';
import { fillDown, pastedRows } from './clipboard';
import type { EntryStore } from './entry-store';
import type { Typed } from './typed';

function filled(text: string, ids = [1, 2, 3]) {
  const typed: [number, Partial<Typed>][] = [];
  const store = { type: (id: number, change: Partial<Typed>) => typed.push([id, change]) };
  const said = fillDown(store as unknown as EntryStore, ids, 1, pastedRows(text) ?? []);
  return { typed, said };
}

describe('what is pasted from a spreadsheet', () => {
  it('is left to the browser where it is one cell', () => {
    expect(pastedRows('91.5\n')).toBeNull();
  });

  it('keeps a cell with line breaks in one row', () => {
    expect(pastedRows('91\t"Two ""late"" jobs.\nBoth in May."\n92\tNone\n')).toEqual([
      ['91', 'Two "late" jobs.\nBoth in May.'],
      ['92', 'None'],
    ]);
  });

  it('fills figures from the first column and commentaries from words in the second', () => {
    const { typed, said } = filled('91\tTwo late jobs\n\tOnly words\n93\t\n');
    expect(typed).toEqual([
      [1, { value: '91', value_state: '' }],
      [1, { commentary: 'Two late jobs' }],
      [2, { commentary: 'Only words' }],
      [3, { value: '93', value_state: '' }],
    ]);
    expect(said).toBe('2 cells filled, 2 commentaries.');
  });

  it('says that more columns, and a second one of numbers, were left out', () => {
    const { typed, said } = filled('91\t120\n92\t130\n');
    expect(typed.map(([, change]) => change.value)).toEqual(['91', '92']);
    expect(said).toBe('2 cells filled; columns beside the figures and commentaries were left out.');
  });
});
