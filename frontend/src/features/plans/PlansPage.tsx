import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useUnitNames } from '@/api/organisation';
import { useMay } from '@/api/session';
import { OfNow } from '@/features/views/OfNow';
import { longDate } from '@/lib/dates';
import { sentence } from '@/lib/format';
import { FilterChoice, Filters } from '@/ui/Filters';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { plansQuery } from './queries';
import { PLAN_KINDS } from './words';

type Plan = Schema<'PlanRead'>;
const STATES = ['draft', 'consultation', 'consulted', 'adopted', 'superseded'].map((value) => ({
  value,
  label: sentence(value),
}));

/** Every plan: several run at once, and one that was superseded stays to be read. */
export function PlansPage() {
  const { state } = useSearch({ from: '/staff/plans' });
  const navigate = useNavigate({ from: '/plans' });
  const { data: plans } = useSuspenseQuery(
    plansQuery(STATES.some(({ value }) => value === state) ? state : ''),
  );
  const unitName = useUnitNames();
  const mayEdit = useMay('edit_plan');
  const mayRollOver = useMay('manage_round');
  const columns: Column<Plan>[] = [
    {
      key: 'Plan',
      head: 'Plan',
      heads: true,
      cell: (row) => (
        <Link to="/plans/$planId" params={{ planId: String(row.id) }}>
          {row.title}
        </Link>
      ),
      text: (row) => row.title,
    },
    {
      key: 'Kind',
      head: 'Kind',
      wide: true,
      cell: (row) => PLAN_KINDS[row.kind],
      text: (row) => PLAN_KINDS[row.kind] ?? row.kind,
    },
    {
      key: 'Of',
      head: 'Of',
      wide: true,
      cell: (row) => unitName(row.unit_id),
      text: (row) => unitName(row.unit_id),
    },
    {
      key: 'From',
      head: 'From',
      wide: true,
      cell: (row) => longDate(row.start_on),
      text: (row) => row.start_on,
    },
    { key: 'To', head: 'To', cell: (row) => longDate(row.end_on), text: (row) => row.end_on },
    { key: 'State', head: 'State', cell: (row) => <StateTag state={row.state} />, text: (row) => row.state },
  ];
  return (
    <>
      <PageTitle
        aside={
          <>
            <Link to="/activities">All activities</Link>
            <Link to="/golden-thread">Golden thread</Link>
            {mayRollOver ? <Link to="/roll-over">Roll over into a new year</Link> : null}
            {mayEdit ? (
              <Link to="/plans/new" className="govuk-button govuk-button--secondary">
                New plan
              </Link>
            ) : null}
          </>
        }
      >
        Plans
      </PageTitle>
      <OfNow>Which plans there are, and their state, is as it is now.</OfNow>
      <Filters label="Filter the plans">
        <FilterChoice
          label="State"
          all="All states"
          value={state}
          options={STATES}
          onChange={(value) => void navigate({ search: { state: value }, replace: true })}
        />
      </Filters>
      <Table
        caption="Plans"
        quiet
        columns={columns}
        rows={plans}
        rowKey={(row) => row.id}
        download="plans"
        empty={
          state
            ? 'No plan is in this state. Choose another to see more.'
            : 'There are no plans yet. The performance team adds the council plan first; indicators and activities hang on its priorities.'
        }
      />
    </>
  );
}
