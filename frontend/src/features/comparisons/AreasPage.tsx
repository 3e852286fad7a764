import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { useAhead } from '@/api/use-ahead';
import { longDate } from '@/lib/dates';
import { sentence } from '@/lib/format';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { ComparisonNav } from './ComparisonNav';
import { areasQuery, groupsQuery } from './queries';

type Area = Schema<'ComparisonAreaRead'>;
type Group = Schema<'ComparisonGroupRead'>;

/** The areas that figures are compared with, by code and with what took their place, and groups of them. */
export function AreasPage() {
  useAhead(areasQuery(), groupsQuery());
  const { data: areas } = useSuspenseQuery(areasQuery());
  const { data: groups } = useSuspenseQuery(groupsQuery());
  const names = new Map(areas.map((area) => [area.code, area.name]));
  const named = (codes: string[]) => codes.map((code) => `${names.get(code) ?? ''} (${code})`).join(', ');
  const columns: Column<Area>[] = [
    { key: 'code', head: 'Code', heads: true, text: (row) => row.code, cell: (row) => row.code },
    { key: 'name', head: 'Name', text: (row) => row.name, cell: (row) => row.name },
    { key: 'kind', head: 'Kind', text: (row) => row.kind, cell: (row) => sentence(row.kind) },
    {
      key: 'days',
      head: 'In use',
      text: (row) => `${row.valid_from ?? ''}/${row.valid_to ?? ''}`,
      cell: inUse,
    },
    {
      key: 'before',
      head: 'Took the place of',
      text: (row) => row.predecessors.join(' '),
      cell: (row) => named(row.predecessors) || '–',
    },
    {
      key: 'after',
      head: 'Followed by',
      text: (row) => row.successors.join(' '),
      cell: (row) => named(row.successors) || '–',
    },
  ];
  const ofGroups: Column<Group>[] = [
    { key: 'name', head: 'Group', heads: true, text: (row) => row.name, cell: (row) => row.name },
    { key: 'version', head: 'Version', text: (row) => row.version, cell: (row) => row.version },
    { key: 'dated', head: 'Dated', text: (row) => row.dated, cell: (row) => longDate(row.dated) },
    {
      key: 'members',
      head: 'Councils',
      text: (row) => row.codes.join(' '),
      cell: (row) => named(row.codes),
    },
  ];
  return (
    <>
      <ComparisonNav />
      <PageTitle crumbs={[{ label: 'Comparison data', to: '/comparisons' }]}>Areas and groups</PageTitle>
      <p>
        An area is known by its GSS code. When councils merge their codes end and a new one begins: a figure
        of a period belongs to the code that stood for the whole of it.
      </p>
      <h2>Groups of areas</h2>
      <Table
        caption="Groups of areas"
        quiet
        stacks
        columns={ofGroups}
        rows={groups}
        rowKey={(row) => row.id}
        empty="No group has been loaded yet, such as your statistical neighbours."
        download="comparison-groups"
      />
      <h2>Areas</h2>
      <Table
        caption="Areas"
        quiet
        stacks
        columns={columns}
        rows={areas}
        rowKey={(row) => row.id}
        empty="No area has been loaded yet. Load a file of areas before any figures."
        download="comparison-areas"
      />
    </>
  );
}

function inUse({ valid_from, valid_to }: Area): string {
  const since = valid_from ? `from ${longDate(valid_from)}` : '';
  const until = valid_to ? `until ${longDate(valid_to)}` : '';
  return [since, until].filter(Boolean).join(' ') || 'Always';
}
