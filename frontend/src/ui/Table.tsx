import { type ReactNode, useId } from 'react';
import { csvOf, downloadText } from '@/lib/csv';
import styles from './Table.module.css';

export interface Column<Row> {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** The same as plain text or number for "Download this table"; a column without it is not downloaded. */
  text?: (row: Row) => string | number | null;
  numeric?: boolean;
  /** What gives way on a narrow screen. */
  wide?: boolean;
  /** This cell heads its row. */
  heads?: boolean;
  /** In the download alone. */
  downloadOnly?: boolean;
}

interface Props<Row> {
  /** What the table shows; read out before it. Shown as well unless `quiet`. */
  caption: ReactNode;
  quiet?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
  /** What stands in place of rows where there are none. */
  empty?: ReactNode;
  /** The file's name without ending; left out, the table cannot be downloaded. */
  download?: string;
  /** What is downloaded where that is more than what is shown. */
  downloadRows?: Row[];
  /** On a narrow screen each row is a block, with every cell under its head: for tables of much text. */
  stacks?: boolean;
}

/** A table: tabular figures at the right, heads that repeat in print, and a download of what it shows. */
export function Table<Row>({
  caption,
  quiet,
  columns,
  rows,
  rowKey,
  empty,
  download,
  downloadRows,
  stacks,
}: Props<Row>) {
  const id = useId();
  const shown = columns.filter((column) => !column.downloadOnly);
  if (rows.length === 0 && empty !== undefined) {
    return (
      <section aria-labelledby={id}>
        <p id={id} className={quiet ? 'govuk-visually-hidden' : styles.caption}>
          {caption}
        </p>
        <p className={styles.empty}>{empty}</p>
      </section>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reachable by keyboard
    <section className={styles.frame} aria-labelledby={id} tabIndex={0}>
      <table className={stacks ? `${styles.table} ${styles.stacks}` : styles.table}>
        <caption id={id} className={quiet ? 'govuk-visually-hidden' : styles.caption}>
          {caption}
        </caption>
        <thead>
          <tr>
            {shown.map((column) => (
              <th key={column.key} scope="col" className={classOf(column)}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {shown.map((column) =>
                column.heads ? (
                  <th key={column.key} scope="row" className={classOf(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td
                    key={column.key}
                    className={classOf(column)}
                    data-head={stacks && typeof column.head === 'string' ? column.head : undefined}
                  >
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {download && rows.length > 0 ? (
        <button
          type="button"
          className={styles.download}
          onClick={() => downloadText(`${download}.csv`, tableCsv(columns, downloadRows ?? rows))}
        >
          Download this table (CSV)
        </button>
      ) : null}
    </section>
  );
}

function classOf<Row>(column: Column<Row>) {
  return [column.numeric ? styles.numeric : '', column.wide ? styles.wide : ''].join(' ').trim() || undefined;
}

function tableCsv<Row>(columns: Column<Row>[], rows: Row[]) {
  const given = columns.filter((column) => column.text !== undefined);
  const heads = given.map((column) => (typeof column.head === 'string' ? column.head : column.key));
  return csvOf([heads, ...rows.map((row) => given.map((column) => column.text?.(row) ?? null))]);
}
