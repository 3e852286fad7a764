import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { ComparisonNav } from './ComparisonNav';
import { frameworksQuery } from './framework-queries';

type Framework = Schema<'ExternalFrameworkRead'>;

/** The frameworks of outcomes that others publish, and that indicators here stand for. */
export function FrameworksPage() {
  const { data: frameworks } = useSuspenseQuery(frameworksQuery());
  return (
    <>
      <ComparisonNav />
      <PageTitle crumbs={[{ label: 'Comparison data', to: '/comparisons' }]}>External frameworks</PageTitle>
      <p>
        A framework of others is a list of outcomes and metrics, such as the government’s Local Outcomes
        Framework. Here you see which of your indicators stand for its metrics, and where none does. It rates
        nothing.
      </p>
      <Table
        caption="External frameworks"
        quiet
        stacks
        columns={COLUMNS}
        rows={frameworks}
        rowKey={(row) => row.id}
        empty="No framework has been loaded yet. The performance team loads its outcomes and metrics from a file, under Files and sources."
        download="external-frameworks"
      />
    </>
  );
}

const COLUMNS: Column<Framework>[] = [
  {
    key: 'name',
    head: 'Framework',
    heads: true,
    text: (row) => row.name,
    cell: (row) => (
      <Link to="/external-frameworks/$frameworkId" params={{ frameworkId: String(row.id) }}>
        {row.name}
      </Link>
    ),
  },
  { key: 'version', head: 'Version', text: (row) => row.version, cell: (row) => row.version },
  { key: 'publisher', head: 'Publisher', text: (row) => row.publisher, cell: (row) => row.publisher },
  {
    key: 'published',
    head: 'Published',
    text: (row) => row.published_on,
    cell: (row) => longDate(row.published_on),
  },
];
