import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LinkButton } from '@/ui/LinkButton';
import { StatusTag } from '@/ui/StatusTag';
import { type Column, Table as Rows } from '@/ui/Table';
import { type HistoryRow, type RowOutcome, type Table, tableRowsQuery } from './history-queries';
import { columnWord, lineWords, ROW_OUTCOMES, sideBySide } from './history-words';
import styles from './LoadRows.module.css';
import { LeaveAllOut, MendRow } from './MendRow';

const SHOWN = 200;

/** Every row of a table: what becomes of it, what could not be read and why, and mending it. */
export function TableRows({ table }: { table: Table }) {
  const { outcome } = useSearch({ from: '/staff/set-up/history/$uploadId' });
  const navigate = useNavigate({ from: '/set-up/history/$uploadId' });
  const [mending, setMending] = useState<HistoryRow | null>(null);
  const [leavingAll, setLeavingAll] = useState(false);
  const shown = outcome ?? (table.counts.unread > 0 ? 'unread' : 'all');
  const query = shown === 'all' ? undefined : (shown as RowOutcome);
  const { data } = useSuspenseQuery(tableRowsQuery(table.id, query));
  const editable = table.allowed_actions.includes('update');
  const columns = editable ? [...columnsOf(table), mendColumn(setMending, table)] : columnsOf(table);
  const options = (Object.keys(ROW_OUTCOMES) as RowOutcome[]).map((value) => ({
    value,
    label: ROW_OUTCOMES[value].word,
  }));
  return (
    <>
      <h2>3. What would be read, row by row</h2>
      <p>
        {things(table.counts.read, 'row')} read, {table.counts.unread} not read, {table.counts.left_out} left
        out.
      </p>
      <Filters label="Filter rows">
        <FilterChoice
          label="Rows"
          value={shown}
          options={[{ value: 'all', label: 'Every row' }, ...options]}
          onChange={(value) => void navigate({ search: value ? { outcome: value } : {}, replace: true })}
        />
      </Filters>
      {editable && table.counts.unread > 1 ? (
        <p>
          <Button secondary onClick={() => setLeavingAll(true)}>
            Leave out all {table.counts.unread} that cannot be read
          </Button>
        </p>
      ) : null}
      <Rows
        caption="Rows of the table"
        quiet
        columns={columns}
        rows={data.items.slice(0, SHOWN)}
        rowKey={(row) => row.line}
        empty="No row is like that."
        download="rows-of-table"
        downloadRows={data.items}
      />
      {data.items.length > SHOWN ? (
        <p>
          The first {SHOWN} of {data.items.length} are shown; the download has all.
        </p>
      ) : null}
      {mending ? <MendRow table={table} row={mending} onClose={() => setMending(null)} /> : null}
      {leavingAll ? <LeaveAllOut table={table} onClose={() => setLeavingAll(false)} /> : null}
    </>
  );
}

const faultWords = (row: HistoryRow) =>
  row.reason ||
  row.faults.map((fault) => `${columnWord(fault.column)}: ${fault.reason}; ${fault.advice}`).join('. ');

function mendColumn(open: (row: HistoryRow) => void, table: Table): Column<HistoryRow> {
  return {
    key: 'mend',
    head: 'Mend',
    cell: (row) => (
      <LinkButton onClick={() => open(row)} aria-label={`Mend line ${lineWords(row.line, table)}`}>
        Mend
      </LinkButton>
    ),
  };
}

const columnsOf = (table: Table): Column<HistoryRow>[] => [
  {
    key: 'line',
    head: 'Line',
    numeric: !sideBySide(table),
    cell: (row) => lineWords(row.line, table),
    text: (row) => lineWords(row.line, table),
  },
  ...COLUMNS,
];

const COLUMNS: Column<HistoryRow>[] = [
  {
    key: 'indicator',
    head: 'Indicator',
    heads: true,
    cell: (row) => `${row.ref} ${row.indicator}`.trim() || '–',
    text: (row) => `${row.ref} ${row.indicator}`.trim(),
  },
  { key: 'period', head: 'Period', cell: (row) => row.period, text: (row) => row.period },
  { key: 'value', head: 'Figure', cell: (row) => row.value, text: (row) => row.value },
  { key: 'target', head: 'Target', cell: (row) => row.target, text: (row) => row.target },
  {
    key: 'outcome',
    head: 'What becomes of it',
    cell: (row) => (
      <>
        <StatusTag {...ROW_OUTCOMES[row.outcome]} />
        {Object.keys(row.read_as).length > 0 ? ', as you said' : ''}
        <p className={styles.what}>{faultWords(row)}</p>
      </>
    ),
    text: (row) => [ROW_OUTCOMES[row.outcome].word, faultWords(row)].filter(Boolean).join(': '),
  },
];
