import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { longDate } from '@/lib/dates';
import { Form } from '@/ui/Form';
import { LoadMore } from '@/ui/LoadMore';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { ComparisonNav } from './ComparisonNav';
import { filesPages, uploadFile } from './queries';
import { KINDS } from './words';

type Summary = Schema<'ComparisonFileSummary'>;

/** What figures are compared with: every file that was loaded, with its source, and the way to load another. */
export function ComparisonsPage() {
  const pages = useSuspenseInfiniteQuery(filesPages());
  const mayLoad = useMay('edit_indicator');
  return (
    <>
      <ComparisonNav />
      <PageTitle crumbs={[{ label: 'Indicators', to: '/indicators' }]}>Comparison data</PageTitle>
      <p>
        Figures of other councils, regions and England come from published files. Each stands under the GSS
        code of its area, never under a name, and keeps its source and date.
      </p>
      {mayLoad ? <Upload /> : null}
      <h2>Files and their sources</h2>
      <Table
        caption="Files of comparison data, the newest first"
        quiet
        stacks
        columns={COLUMNS}
        rows={pages.data.pages.flatMap((page) => page.items)}
        rowKey={(file) => file.id}
        empty="No file has been loaded yet. The performance team loads the areas first, then figures of them."
        download="comparison-files"
      />
      <LoadMore of={pages} />
    </>
  );
}

function Upload() {
  const navigate = useNavigate();
  return (
    <>
      <h2>Load a file</h2>
      <Form
        submit="Upload the file"
        onSubmit={(values) => uploadFile(values.file('file'))}
        onDone={(file) =>
          navigate({
            to: '/comparisons/files/$comparisonFileId',
            params: { comparisonFileId: String(file.id) },
          })
        }
      >
        <TextField
          name="file"
          label="Areas, groups of areas, figures, or a framework of others"
          type="file"
          accept=".csv"
          hint="CSV, at most 5 MB and 20,000 rows; its heading tells what it holds. Load the areas first. You see what the file does before anything is on record."
        />
      </Form>
      <details className="govuk-details">
        <summary className="govuk-details__summary">
          <span className="govuk-details__summary-text">Which columns each file has</span>
        </summary>
        <div className="govuk-details__text">
          <p>Areas: code, name, kind; also valid_from, valid_to, successors.</p>
          <p>Groups of areas: group, version, dated, code.</p>
          <p>
            A framework of others: framework, version, outcome_code, outcome, metric_code, metric; also unit,
            source.
          </p>
          <p>
            Figures: indicator (its ref), area (its code), period (such as 2024-25), value; also value_state,
            numerator, denominator, unit, note.
          </p>
        </div>
      </details>
    </>
  );
}

const COLUMNS: Column<Summary>[] = [
  {
    key: 'title',
    head: 'Source',
    heads: true,
    text: (file) => file.title || file.filename,
    cell: (file) => (
      <Link to="/comparisons/files/$comparisonFileId" params={{ comparisonFileId: String(file.id) }}>
        {file.title || file.filename}
      </Link>
    ),
  },
  { key: 'kind', head: 'Holds', text: (file) => KINDS[file.kind], cell: (file) => KINDS[file.kind] },
  {
    key: 'publisher',
    head: 'Publisher',
    text: (file) => file.publisher,
    cell: (file) => file.publisher || 'Not said yet',
  },
  {
    key: 'published',
    head: 'Published',
    text: (file) => file.published_on ?? '',
    cell: (file) => (file.published_on ? longDate(file.published_on) : 'Not said yet'),
  },
  {
    key: 'state',
    head: 'State',
    text: (file) => file.state,
    cell: (file) => (
      <StateTag
        state={file.state === 'loaded' ? 'loaded' : 'not loaded yet'}
        strong={file.state === 'previewed'}
      />
    ),
  },
];
