import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { portfoliosQuery, unitsQuery } from '@/api/organisation';
import { today } from '@/lib/dates';
import { FilterChoice, Filters, FilterText } from '@/ui/Filters';
import type { Placed } from './queries';
import { type IndicatorFilters, KINDS, optionsOf } from './words';

interface Props {
  plans: Schema<'PlanRead'>[];
  priorities: Map<number, Placed>;
}

/** What stands in the address as the filters of the list. */
export function useIndicatorFilters(placed: Map<number, Placed>): { filters: IndicatorFilters; day: string } {
  const search = useSearch({ from: '/staff/indicators' });
  const units = useSuspenseQuery(unitsQuery()).data;
  const portfolios = useSuspenseQuery(portfoliosQuery()).data;
  const wanted = [...placed.values()].filter(
    (each) =>
      (!search.plan || each.plan.code === search.plan) &&
      (!search.theme || String(each.theme.id) === search.theme) &&
      (!search.priority || String(each.id) === search.priority),
  );
  const byPlan = search.plan || search.theme || search.priority;
  return {
    day: today(),
    filters: {
      q: search.q,
      kind: search.kind,
      active: search.active,
      unit: search.unit ? (units.find(({ code }) => code === search.unit)?.id ?? -1) : undefined,
      portfolio: search.portfolio
        ? (portfolios.find(({ code }) => code === search.portfolio)?.id ?? -1)
        : undefined,
      priorities: byPlan ? new Set(wanted.map(({ id }) => id)) : undefined,
    },
  };
}

export function IndicatorFilterBar({ plans, priorities }: Props) {
  const search = useSearch({ from: '/staff/indicators' });
  const navigate = useNavigate({ from: '/indicators' });
  const units = useSuspenseQuery(unitsQuery()).data;
  const portfolios = useSuspenseQuery(portfoliosQuery()).data;
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const codes = (rows: { code: string; name: string }[]) =>
    rows.map(({ code, name }) => ({ value: code, label: name }));
  const filtered = Object.values(search).some(Boolean);
  return (
    <Filters
      label="Filter the indicators"
      onClear={filtered ? () => void navigate({ search: {} }) : undefined}
    >
      <FilterText label="Name or ref" value={search.q} onChange={(q) => set({ q })} />
      <FilterChoice
        label="Service"
        all="All services"
        value={search.unit}
        options={codes(units.filter((unit) => unit.kind !== 'council'))}
        onChange={(unit) => set({ unit })}
      />
      <FilterChoice
        label="Portfolio"
        all="All portfolios"
        value={search.portfolio}
        options={codes(portfolios)}
        onChange={(portfolio) => set({ portfolio })}
      />
      {plans.length > 1 ? (
        <FilterChoice
          label="Plan"
          all="All plans"
          value={search.plan}
          options={plans.map(({ code, title }) => ({ value: code, label: title }))}
          onChange={(plan) => set({ plan, theme: undefined, priority: undefined })}
        />
      ) : null}
      <FilterChoice
        label="Theme or priority"
        all="All themes and priorities"
        value={search.priority ?? (search.theme ? `theme ${search.theme}` : undefined)}
        options={branches(
          [...priorities.values()].filter((each) => !search.plan || each.plan.code === search.plan),
        )}
        onChange={(value) =>
          set(
            value?.startsWith('theme ')
              ? { theme: value.slice(6), priority: undefined }
              : { theme: undefined, priority: value },
          )
        }
      />
      <FilterChoice
        label="Kind"
        all="All kinds"
        value={search.kind}
        options={optionsOf(KINDS)}
        onChange={(kind) => set({ kind })}
      />
      <FilterChoice
        label="Collected"
        all="Now"
        value={search.active}
        options={[
          { value: 'ended', label: 'No longer' },
          { value: 'all', label: 'Now or before' },
        ]}
        onChange={(active) => set({ active })}
      />
    </Filters>
  );
}

/** Themes, each followed by its priorities. */
function branches(placed: Placed[]) {
  const options: { value: string; label: string }[] = [];
  let theme: number | null = null;
  for (const each of placed) {
    if (each.theme.id !== theme) {
      theme = each.theme.id;
      options.push({ value: `theme ${theme}`, label: each.theme.name });
    }
    options.push({ value: String(each.id), label: `\u2003${each.name}` });
  }
  return options;
}
