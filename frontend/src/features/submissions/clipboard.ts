import { typedNumber } from '@/lib/typed-number';
import type { EntryStore } from './entry-store';

// Cells copied from a spreadsheet, pasted downwards: the figures, and beside them what is said of them.

/** What is pasted, a row each; null where it is a single cell, which the browser pastes itself. */
export function pastedRows(text: string): string[][] | null {
  const rows = cellsOf(text.replace(/\r\n?/g, '\n').replace(/\n+$/, ''));
  return rows.length === 1 && rows[0]?.length === 1 ? null : rows;
}

/** Spreadsheets put a cell that has line breaks in quotes: it is one cell still. */
function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g,
  )) {
    rows.at(-1)?.push((quoted?.replaceAll('""', '"') ?? plain ?? '').trim());
    if (end === '\n') rows.push([]);
    if (end === '') break;
  }
  return rows;
}

/**
 * Fills the figures downwards from one, and the commentaries from a second column of words; blank cells leave what is
 * there. Says in words what was filled and what was not.
 */
export function fillDown(store: EntryStore, ids: number[], from: number, pasted: string[][]): string {
  const rows = ids.slice(ids.indexOf(from));
  let figures = 0;
  let commentaries = 0;
  pasted.forEach(([figure = '', second = ''], index) => {
    const id = rows[index];
    if (id === undefined) return;
    if (figure !== '') {
      store.type(id, { value: figure, value_state: '' });
      figures += 1;
    }
    if (isWords(second)) {
      store.type(id, { commentary: second });
      commentaries += 1;
    }
  });
  const over = pasted.slice(rows.length).filter(([figure]) => figure).length;
  const left = pasted.some(([, second = '', ...more]) => more.some(Boolean) || (second && !isWords(second)));
  return [
    figures === 1 ? '1 cell filled' : `${figures} cells filled`,
    commentaries === 0 ? '' : commentaries === 1 ? ', 1 commentary' : `, ${commentaries} commentaries`,
    over === 0 ? '' : `; ${over} more were pasted than there are rows below`,
    left ? '; columns beside the figures and commentaries were left out' : '',
    '.',
  ].join('');
}

function isWords(text: string): boolean {
  return text !== '' && typedNumber(text).kind === 'fault' && /\p{L}{2}/u.test(text);
}
