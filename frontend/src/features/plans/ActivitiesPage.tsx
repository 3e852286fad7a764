import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { unitsQuery, useUnitNames } from '@/api/organisation';
import { useAhead } from '@/api/use-ahead';
import { things } from '@/lib/format';
import { ACTIVITY_STATUSES } from '@/lib/status';
import { FilterChoice, Filters, FilterText } from '@/ui/Filters';
import { PageTitle } from '@/ui/PageTitle';
import { Table } from '@/ui/Table';
import { activityColumns } from './activity-columns';
import { activitiesQuery, plansQuery } from './queries';
import { passes } from './words';

const STATUSES = Object.entries(ACTIVITY_STATUSES).map(([value, { word }]) => ({ value, label: word }));

/** The activities of all plans, by service and status. */
export function ActivitiesPage() {
  const search = useSearch({ from: '/staff/activities' });
  const navigate = useNavigate({ from: '/activities' });
  useAhead(plansQuery(), activitiesQuery(search.plan), unitsQuery());
  const { data: plans } = useSuspenseQuery(plansQuery());
  const { data: all } = useSuspenseQuery(activitiesQuery(search.plan));
  const units = useSuspenseQuery(unitsQuery()).data;
  const unitName = useUnitNames();
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const unit = search.unit ? (units.find(({ code }) => code === search.unit)?.id ?? -1) : undefined;
  const shown = all.filter((each) => passes(each, { q: search.q, unit, status: search.status }));
  const filtered = Object.values(search).some(Boolean);
  const used = new Set(all.map((each) => each.unit_id));
  return (
    <>
      <PageTitle crumbs={[{ label: 'Plans', to: '/plans' }]}>Activities</PageTitle>
      <Filters
        label="Filter the activities"
        onClear={filtered ? () => void navigate({ search: {} }) : undefined}
      >
        <FilterText label="Activity or ref" value={search.q} onChange={(q) => set({ q })} />
        {plans.length > 1 ? (
          <FilterChoice
            label="Plan"
            all="All plans"
            value={search.plan}
            options={plans.map(({ code, title }) => ({ value: code, label: title }))}
            onChange={(plan) => set({ plan })}
          />
        ) : null}
        <FilterChoice
          label="Service"
          all="All services"
          value={search.unit}
          options={units
            .filter(({ id }) => used.has(id))
            .map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(value) => set({ unit: value })}
        />
        <FilterChoice
          label="Status"
          all="All statuses"
          value={search.status}
          options={STATUSES}
          onChange={(status) => set({ status })}
        />
      </Filters>
      <p role="status">
        {shown.length === all.length
          ? things(all.length, 'activity', 'activities')
          : `${shown.length} of ${things(all.length, 'activity', 'activities')}`}
      </p>
      <Table
        caption="Activities"
        quiet
        columns={activityColumns([
          {
            key: 'Service',
            head: 'Service',
            wide: true,
            cell: (row) => unitName(row.unit_id),
            text: (row) => unitName(row.unit_id),
          },
        ])}
        rows={shown}
        rowKey={(row) => row.id}
        download="activities"
        empty={
          all.length === 0
            ? 'There are no activities yet. They are added to the priorities of a plan.'
            : 'No activity matches these filters. Clear one of them to see more.'
        }
      />
    </>
  );
}
