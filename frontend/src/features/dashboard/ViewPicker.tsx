import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { shortPeriod } from '@/lib/periods';
import { FilterChoice, Filters } from '@/ui/Filters';
import { editionsQuery, groupingOf, periodsQuery } from './queries';
import { useShow } from './use-show';
import { editionWords } from './words';

const BY = [
  { value: 'unit', label: 'Service' },
  { value: 'portfolio', label: 'Portfolio' },
];

/** Which quarter, from where it is seen, and how its figures are grouped. All of it stands in the address. */
export function ViewPicker({ board, grouped = true }: { board: Schema<'DashboardRead'>; grouped?: boolean }) {
  const search = useSearch({
    strict: false,
    select: ({ by, plan }: { by?: string; plan?: string | number }) => ({
      by,
      plan: plan === undefined ? undefined : String(plan),
    }),
  });
  const show = useShow();
  const periods = useQuery(periodsQuery()).data?.items ?? [];
  const editions = useQuery(editionsQuery(board.period)).data ?? [];
  const plans = [...new Set(board.groups.map((group) => group.plan).filter((plan) => plan !== null))];
  const quarters = periods.map((period) => ({ value: period.code, label: period.short_label }));
  if (!quarters.some((quarter) => quarter.value === board.period)) {
    quarters.unshift({ value: board.period, label: shortPeriod(board.period_label) });
  }
  return (
    <Filters label="What the dashboard shows">
      <FilterChoice
        label="Quarter"
        value={board.period}
        options={quarters}
        onChange={(period) => show({ period, pack: undefined })}
      />
      <FilterChoice
        label="Seen"
        wide
        all={board.as_of_change && !board.pack ? 'As of a moment' : 'As it stands now'}
        value={board.pack ? String(board.pack) : undefined}
        options={editions.map((edition) => ({ value: String(edition.id), label: editionWords(edition) }))}
        onChange={(pack) =>
          show({ period: board.period, pack: pack ? Number(pack) : undefined, as_of: undefined })
        }
      />
      {grouped ? (
        <FilterChoice
          label="Grouped by"
          all="Theme"
          value={groupingOf(search.by) === 'theme' ? undefined : search.by}
          options={BY}
          onChange={(by) => show({ by })}
        />
      ) : null}
      {plans.length > 1 || search.plan ? (
        <FilterChoice
          label="Plan"
          all="All plans"
          value={search.plan}
          options={plans.map((plan) => ({ value: plan, label: plan }))}
          onChange={(plan) => show({ plan })}
        />
      ) : null}
    </Filters>
  );
}
