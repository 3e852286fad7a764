import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LinkButton } from '@/ui/LinkButton';
import { LoadMore } from '@/ui/LoadMore';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { indicatorsQuery, targetsPagesQuery } from './queries';
import { TargetDecisionDialog } from './TargetDecisionDialog';
import { targetColumns, targetOf } from './TargetsSection';

type Target = Schema<'TargetRead'>;
const STATES = [
  { value: 'approved', label: 'Approved' },
  { value: 'declined', label: 'Declined' },
  { value: 'all', label: 'All targets' },
];

/** Targets of all indicators by where they stand; by itself those that wait for approval. */
export function TargetsWaitingPage() {
  const { state = 'proposed' } = useSearch({ from: '/staff/targets' });
  const navigate = useNavigate({ from: '/targets' });
  const { data: indicators } = useSuspenseQuery(indicatorsQuery());
  const read = useSuspenseInfiniteQuery(
    targetsPagesQuery(state === 'all' ? undefined : (state as Schema<'TargetState'>)),
  );
  const [deciding, setDeciding] = useState<Target | null>(null);
  // What an annual round proposes is decided on there, as a whole.
  const targets = read.data.pages
    .flatMap((page) => page.items)
    .filter((target) => target.state !== 'proposed' || target.round_id === null);
  const byId = new Map(indicators.map((each) => [each.id, each]));
  const named = (row: Target) => {
    const of = byId.get(row.indicator_id);
    return of ? `${of.ref} ${of.name}` : '';
  };
  const measured = (row: Target) =>
    byId.get(row.indicator_id)?.definition ?? { unit_of_measure: '', decimals: 0 };
  const columns: Column<Target>[] = [
    {
      key: 'Indicator',
      head: 'Indicator',
      heads: true,
      cell: (row) => (
        <Link to="/indicators/$indicatorId/targets" params={{ indicatorId: String(row.indicator_id) }}>
          {named(row)}
        </Link>
      ),
      text: named,
    },
    ...targetColumns({ unit_of_measure: '', decimals: 0 }).map((column) =>
      column.key === 'Target'
        ? {
            ...column,
            cell: (row: Target) => targetOf(row, measured(row)),
            text: (row: Target) => row.value ?? targetOf(row, measured(row)),
          }
        : { ...column, heads: false },
    ),
    {
      key: 'Decide',
      head: <span className="govuk-visually-hidden">Decide</span>,
      cell: (row) =>
        row.allowed_actions.length > 0 ? (
          <LinkButton onClick={() => setDeciding(row)}>
            Decide<span className="govuk-visually-hidden"> on the target of {named(row)}</span>
          </LinkButton>
        ) : null,
    },
  ];
  return (
    <>
      <PageTitle crumbs={[{ label: 'Indicators', to: '/indicators' }]}>Targets</PageTitle>
      <Filters label="Filter the targets">
        <FilterChoice
          label="State"
          all="Waiting for approval"
          value={state === 'proposed' ? undefined : state}
          options={STATES}
          onChange={(value) => void navigate({ search: { state: value }, replace: true })}
        />
      </Filters>
      <Table
        caption="Targets"
        quiet
        columns={columns}
        rows={targets}
        rowKey={(row) => row.id}
        download={`targets-${state}`}
        empty={
          state === 'proposed'
            ? 'No target waits for approval. Services propose them on the page of an indicator.'
            : 'There are no targets in this state.'
        }
      />
      <LoadMore of={read} />
      {deciding ? (
        <TargetDecisionDialog
          target={deciding}
          measured={measured(deciding)}
          name={named(deciding)}
          onClose={() => setDeciding(null)}
        />
      ) : null}
    </>
  );
}
