import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useMay } from '@/api/session';
import { CouncilNav } from '@/features/council/CouncilNav';
import { moment } from '@/lib/dates';
import { Form } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { type Load, loadsQuery, MAY_SET_UP, uploadWorkbook } from './queries';
import { doesWords, rowWords } from './words';

/** A council set up from one workbook: get it, fill it in, see what it would do. */
export function WorkbookPage() {
  return useMay(...MAY_SET_UP) ? (
    <Workbook />
  ) : (
    <NotAllowed title="Set up from one workbook" crumbs={[{ label: 'Home', to: '/' }]} />
  );
}

function Workbook() {
  const navigate = useNavigate();
  const { data: loads } = useSuspenseQuery(loadsQuery());
  return (
    <>
      <CouncilNav />
      <PageTitle>Set up from one workbook</PageTitle>
      <p>
        Units, posts, people, portfolios, bodies, plans, indicators and targets in one Excel file. You can
        load it again and again: rows are told apart by their codes, and nothing is deleted by being left out.
      </p>
      <h2>1. Get the workbook</h2>
      <p>
        It holds what is on record already, with drop-downs and a sheet that says how each column is filled
        in.
      </p>
      <p>
        <a className="govuk-button govuk-button--secondary" href="/api/v1/setup/workbook.xlsx" download>
          Download the workbook
        </a>
      </p>
      <h2>2. Upload it and see what it would do</h2>
      <p>Nothing is loaded yet: first you see what every row would add or change.</p>
      <Form
        submit="Upload and look"
        onSubmit={(values) => uploadWorkbook(values.file('file'))}
        onDone={(load) => navigate({ to: '/set-up/workbook/$loadId', params: { loadId: String(load.id) } })}
      >
        <TextField
          name="file"
          label="The filled-in workbook"
          type="file"
          accept=".xlsx"
          hint="An Excel workbook (.xlsx) of at most 10 MB, without macros. A large one takes up to a minute."
        />
      </Form>
      <h2>Workbooks you uploaded</h2>
      <Table
        caption="Workbooks you uploaded"
        quiet
        columns={COLUMNS}
        rows={loads}
        rowKey={(load) => load.id}
        empty="None yet."
      />
    </>
  );
}

const outcome = (load: Load) =>
  load.state === 'previewed' && load.totals.fault > 0
    ? `${rowWords(load.totals.fault)} to mend`
    : doesWords(load.totals);

const COLUMNS: Column<Load>[] = [
  {
    key: 'file',
    head: 'File',
    heads: true,
    cell: (load) => (
      <Link to="/set-up/workbook/$loadId" params={{ loadId: String(load.id) }}>
        {load.filename}
      </Link>
    ),
  },
  { key: 'at', head: 'Uploaded', cell: (load) => moment(load.created_at), wide: true },
  { key: 'does', head: 'Rows', cell: outcome },
  {
    key: 'state',
    head: 'State',
    cell: (load) => <StateTag state={load.state === 'loaded' ? 'loaded' : 'not loaded'} />,
  },
];
