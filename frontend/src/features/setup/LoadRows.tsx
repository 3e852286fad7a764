import { useQueryClient, useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { csvOf, downloadText } from '@/lib/csv';
import { Button } from '@/ui/Button';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LoadMore } from '@/ui/LoadMore';
import { StatusTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import styles from './LoadRows.module.css';
import { allRowsQuery, type Load, type Outcome, rowPages, type SetupRow } from './queries';
import { OUTCOME_OPTIONS, OUTCOMES } from './words';

/** The rows of a workbook, by sheet and outcome: from what to what, or what to mend. */
export function LoadRows({ load }: { load: Load }) {
  const { sheet, outcome } = useSearch({ from: '/staff/set-up/workbook/$loadId' });
  const navigate = useNavigate({ from: '/set-up/workbook/$loadId' });
  const client = useQueryClient();
  // What has to be mended is looked at first; a chosen filter stands in the address.
  const shown = outcome ?? (load.totals.fault > 0 && !sheet ? 'fault' : undefined);
  const query = {
    ...(sheet ? { sheet } : {}),
    ...(shown && shown !== 'all' ? { outcome: shown as Outcome } : {}),
  };
  const pages = useSuspenseInfiniteQuery(rowPages(load.id, query));
  const rows = pages.data.pages.flatMap((page) => page.items);
  const filter = (change: { sheet?: string | undefined; outcome?: string | undefined }) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  async function download() {
    const all = await client.fetchQuery(allRowsQuery(load.id));
    downloadText('workbook-rows.csv', csvOf([HEADS, ...all.flatMap(lines)]));
  }
  return (
    <>
      <h2>Row by row</h2>
      <Filters label="Filter rows">
        <FilterChoice
          label="Sheet"
          all="Every sheet"
          value={sheet}
          options={load.sheets.map((each) => ({ value: each.sheet, label: each.sheet }))}
          onChange={(value) => filter({ sheet: value })}
        />
        <FilterChoice
          label="What the row does"
          value={shown ?? 'all'}
          options={[{ value: 'all', label: 'Anything' }, ...OUTCOME_OPTIONS]}
          onChange={(value) => filter({ outcome: value })}
        />
      </Filters>
      <Table
        caption="Rows"
        quiet
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.id}
        empty="No row is like that. Choose another sheet, or anything that rows do."
      />
      <div className="govuk-button-group">
        <LoadMore of={pages} />
        <Button secondary onClick={() => void download()}>
          Download every row (CSV)
        </Button>
      </div>
    </>
  );
}

const HEADS = ['Sheet', 'Row', 'Which', 'What it does', 'Column', 'From', 'To', 'To mend'];

/** A row of the download for each cell that changes and each fault. */
function lines(row: SetupRow) {
  const start = [row.sheet, row.row, row.key, OUTCOMES[row.outcome].word];
  const told = [
    ...row.changes.map((each) => [...start, each.column, each.old, each.new, '']),
    ...row.faults.map((each) => [...start, each.column, '', '', each.sentence]),
    ...row.notes.map((note) => [...start, '', '', '', note]),
  ];
  return told.length > 0 ? told : [[...start, '', '', '', '']];
}

function What({ row }: { row: SetupRow }) {
  return (
    <ul className={styles.what}>
      {row.faults.map((fault) => (
        <li key={fault.column + fault.code}>
          {fault.column ? <strong>{fault.column}: </strong> : null}
          {fault.sentence}
        </li>
      ))}
      {row.changes.map((change) => (
        <li key={change.column}>
          <strong>{change.column}: </strong>
          {change.old || 'blank'} → {change.new || 'blank'}
        </li>
      ))}
      {row.notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

const COLUMNS: Column<SetupRow>[] = [
  { key: 'place', head: 'Sheet and row', cell: (row) => `${row.sheet}, ${row.row}` },
  { key: 'key', head: 'Which', heads: true, cell: (row) => row.key || '–' },
  { key: 'does', head: 'What it does', cell: (row) => <StatusTag {...OUTCOMES[row.outcome]} /> },
  { key: 'what', head: 'From what to what, or what to mend', cell: (row) => <What row={row} /> },
];
