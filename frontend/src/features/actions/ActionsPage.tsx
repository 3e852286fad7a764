import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { sentence } from '@/lib/format';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LoadMore } from '@/ui/LoadMore';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { Overdue } from './Overdue';
import { type ActionFilters, actionsQuery, unitsQuery } from './queries';
import { STATE_OPTIONS, sourceWords, stateWords } from './words';

type Action = Schema<'ActionRead'>;

/** What was asked for, of whom, by when, and how far it is. */
export function ActionsPage() {
  const filters = useSearch({ from: '/staff/actions' });
  const navigate = useNavigate();
  const mayRaise = useMay('raise_action');
  const { data: units } = useSuspenseQuery(unitsQuery());
  const pages = useSuspenseInfiniteQuery(actionsQuery(filters));
  const actions = pages.data.pages.flatMap((page) => page.items);
  const names = new Map(units.map((unit) => [unit.id, unit.name]));
  const filtered = Boolean(filters.state || filters.overdue || filters.unit);
  const choose = (chosen: ActionFilters) =>
    navigate({ to: '/actions', search: { ...filters, ...chosen }, replace: true });
  return (
    <>
      <PageTitle
        aside={
          mayRaise ? (
            <Link to="/actions/new" className="govuk-button">
              Raise an action
            </Link>
          ) : null
        }
      >
        Actions
      </PageTitle>
      <Filters
        label="Filter actions"
        onClear={filtered ? () => void navigate({ to: '/actions' }) : undefined}
      >
        <FilterChoice
          label="State"
          value={filters.state}
          all="Still to do"
          options={[...STATE_OPTIONS, { value: 'all', label: 'All' }]}
          onChange={(state) => void choose({ state } as ActionFilters)}
        />
        <FilterChoice
          label="Due"
          value={filters.overdue}
          all="Any time"
          options={[{ value: 'yes', label: 'Overdue' }]}
          onChange={(overdue) => void choose({ overdue } as ActionFilters)}
        />
        <FilterChoice
          label="Service"
          value={filters.unit}
          all="All"
          wide
          options={units.map((unit) => ({ value: unit.code, label: unit.name }))}
          onChange={(unit) => void choose({ unit } as ActionFilters)}
        />
      </Filters>
      <Table
        caption="Actions"
        quiet
        columns={columns(names)}
        rows={actions}
        rowKey={(action) => action.id}
        empty={
          filtered
            ? 'No action is like this. Clear the filters to see all.'
            : 'Nothing is left to do. Actions come from decisions, meetings, figures and audits; choose “All” to see those that are done.'
        }
        download="actions"
      />
      <LoadMore of={pages} />
    </>
  );
}

function columns(units: Map<number, string>): Column<Action>[] {
  return [
    {
      key: 'what',
      head: 'What',
      heads: true,
      cell: (action) => (
        <Link to="/actions/$actionId" params={{ actionId: String(action.id) }}>
          {action.ref} {action.what}
        </Link>
      ),
      text: (action) => `${action.ref} ${action.what}`,
    },
    { key: 'whom', head: 'Whom', cell: (action) => action.whom, text: (action) => action.whom },
    {
      key: 'service',
      head: 'Service',
      wide: true,
      cell: (action) => units.get(action.unit_id) ?? '',
      text: (action) => units.get(action.unit_id) ?? '',
    },
    {
      key: 'when',
      head: 'When',
      cell: (action) => <Overdue action={action} />,
      text: (action) => action.due,
    },
    {
      key: 'state',
      head: 'State',
      wide: true,
      cell: (action) => (
        <StateTag state={stateWords(action.state)} strong={action.state === 'awaiting_closure'} />
      ),
      text: (action) => stateWords(action.state),
    },
    {
      key: 'source',
      head: 'Raised from',
      wide: true,
      cell: (action) => sentence(sourceWords(action)),
      text: sourceWords,
    },
  ];
}
