import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { CouncilNav } from '@/features/council/CouncilNav';
import { moment } from '@/lib/dates';
import { Form } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { tablesQuery, uploadTable } from './history-queries';

type Summary = Schema<'HistorySummary'>;

/** Years of printed reports brought in: upload a table, or go on with one. */
export function HistoryPage() {
  return useMay('edit_indicator', 'manage_organisation') ? (
    <History />
  ) : (
    <NotAllowed title="Load your history" crumbs={[{ label: 'Home', to: '/' }]} />
  );
}

function History() {
  const navigate = useNavigate();
  const { data: tables } = useSuspenseQuery(tablesQuery());
  return (
    <>
      <CouncilNav />
      <PageTitle>Load your history</PageTitle>
      <p>
        A table of your indicators as it was printed: a row for each indicator and period, with figures and
        targets as they stood in the paper. You say which column is what and what the table does not say;
        nothing is on record until you load it.
      </p>
      <Form
        submit="Upload the table"
        onSubmit={(values) => uploadTable(values.file('file'))}
        onDone={(table) =>
          navigate({ to: '/set-up/history/$uploadId', params: { uploadId: String(table.id) } })
        }
      >
        <TextField
          name="file"
          label="The printed table"
          type="file"
          accept=".csv,.xlsx"
          hint="CSV or Excel (.xlsx), at most 10 MB and 5,000 rows. The first line is the heading; of a workbook the first sheet is read."
        />
      </Form>
      <h2>Tables so far</h2>
      <Table
        caption="Tables so far"
        quiet
        columns={COLUMNS}
        rows={tables}
        rowKey={(table) => table.id}
        empty="None yet. What you upload is kept here until you load it or throw it away."
      />
    </>
  );
}

const COLUMNS: Column<Summary>[] = [
  {
    key: 'file',
    head: 'File',
    heads: true,
    cell: (table) => (
      <Link to="/set-up/history/$uploadId" params={{ uploadId: String(table.id) }}>
        {table.filename}
      </Link>
    ),
  },
  { key: 'at', head: 'Last changed', cell: (table) => moment(table.changed_at) },
  {
    key: 'state',
    head: 'State',
    cell: (table) => (
      <StateTag
        state={table.state === 'loaded' ? 'loaded' : 'being made ready'}
        strong={table.state === 'draft'}
      />
    ),
  },
];
