import type { EntryStore } from './entry-store';

// A column copied from a spreadsheet, pasted downwards.

/** The first column of what is pasted; null where it is a single cell, which the browser pastes itself. */
export function pastedColumn(text: string): string[] | null {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '').split('\n');
  if (lines.length === 1 && !text.includes('\t')) return null;
  return lines.map((line) => (line.split('\t')[0] ?? '').trim());
}

/** Fills a column's cells downwards from one; blank cells leave what is there. Says in words what was filled. */
export function fillDown(store: EntryStore, ids: number[], from: number, column: string[]): string {
  const rows = ids.slice(ids.indexOf(from));
  let filled = 0;
  column.forEach((text, index) => {
    const id = rows[index];
    if (id === undefined || text === '') return;
    store.type(id, { value: text, value_state: '' });
    filled += 1;
  });
  const over = column.slice(rows.length).filter((text) => text !== '').length;
  const cells = filled === 1 ? '1 cell filled' : `${filled} cells filled`;
  return over === 0 ? `${cells}.` : `${cells}; ${over} more were pasted than there are rows below.`;
}
