import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { periodOfCode } from '@/lib/periods';
import { Button } from '@/ui/Button';
import { ChosenBar, useChoosing } from '@/ui/Choosing';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LinkButton } from '@/ui/LinkButton';
import { LoadMore } from '@/ui/LoadMore';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { indicatorsQuery, targetsPagesQuery } from './queries';
import { TargetDecisionDialog, TargetsDecisionDialog } from './TargetDecisionDialog';
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
  const [decidingMany, setDecidingMany] = useState(false);
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
  const choosing = useChoosing(
    targets,
    (row) =>
      row.allowed_actions.length > 0
        ? { id: row.id, name: `the target of ${named(row)} for ${periodOfCode(row.period)}` }
        : null,
    'Choose all targets shown',
  );
  const chosen = targets.filter((row) => choosing.chosen.includes(row.id));
  const mayDecide = targets.some((row) => row.allowed_actions.length > 0);
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
      {mayDecide ? (
        <ChosenBar
          words={
            chosen.length === 0
              ? 'Choose several to decide on them at once, as a body did on one day.'
              : `${things(chosen.length, 'target')} chosen`
          }
        >
          {chosen.length > 0 ? (
            <Button secondary onClick={() => setDecidingMany(true)}>
              Decide on them
            </Button>
          ) : null}
        </ChosenBar>
      ) : null}
      <Table
        caption="Targets"
        quiet
        columns={mayDecide ? [choosing.column, ...columns] : columns}
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
      {decidingMany ? (
        <TargetsDecisionDialog
          targets={chosen}
          said={(row) => `${named(row)}, ${periodOfCode(row.period)}: ${targetOf(row, measured(row))}`}
          onClose={() => setDecidingMany(false)}
          onDone={() => {
            choosing.clear();
            setDecidingMany(false);
          }}
        />
      ) : null}
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
