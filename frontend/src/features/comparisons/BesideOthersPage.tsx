import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { longDate } from '@/lib/dates';
import { figureWords, things } from '@/lib/format';
import { Figure } from '@/ui/Figure';
import { FilterChoice, Filters } from '@/ui/Filters';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { SummaryList } from '@/ui/SummaryList';
import { AreasTable } from './AreasTable';
import { Drawing } from './Drawing';
import { type Compared, comparisonQuery } from './queries';
import { Cautions, Sources } from './Sources';
import { areaWords, groupName, measured, spreadRows } from './words';

/** An indicator beside others: of which period, among which councils, with every figure and its source. */
export function BesideOthersPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/comparisons' });
  const { period, group, ...view } = useSearch({ from: '/staff/indicators/$indicatorId/comparisons' });
  const of = { indicatorId: Number(indicatorId), period, group };
  const { data: compared } = useSuspenseQuery(comparisonQuery(of, view));
  return (
    <>
      <PageTitle
        title={`${compared.ref} beside others`}
        caption={`${compared.ref} · How others do`}
        crumbs={[
          { label: 'Indicators', to: '/indicators' },
          { label: compared.ref, to: `/indicators/${indicatorId}` },
        ]}
      >
        {compared.name}
      </PageTitle>
      {compared.periods.length === 0 ? (
        <Notice title="No figures of others">
          <p>
            Nobody has loaded figures of other councils for this indicator, or none were on record then. The
            performance team loads them from a published file, by the ref {compared.ref} and GSS codes.
          </p>
        </Notice>
      ) : (
        <Beside compared={compared} />
      )}
    </>
  );
}

function Beside({ compared }: { compared: Compared }) {
  const navigate = useNavigate({ from: '/indicators/$indicatorId/comparisons' });
  const group = compared.groups.find((each) => each.id === compared.group_id);
  return (
    <>
      <Filters label="Choose what is compared">
        <FilterChoice
          label="Period"
          value={compared.period ?? undefined}
          options={compared.periods.map((each) => ({
            value: each.period,
            label: `${each.label}: ${things(each.figures, 'figure')}`,
          }))}
          wide
          onChange={(period) => void navigate({ search: (now) => ({ ...now, period }) })}
        />
        <FilterChoice
          label="Councils"
          all="Every council with a figure"
          value={group ? String(group.id) : undefined}
          options={compared.groups.map((each) => ({ value: String(each.id), label: groupName(each) }))}
          onChange={(id) =>
            void navigate({ search: (now) => ({ ...now, group: id ? Number(id) : undefined }) })
          }
          wide
        />
      </Filters>
      {group ? (
        <p>
          {groupName(group)}, dated {longDate(group.dated)}: {group.codes.length} councils, by their codes.
        </p>
      ) : null}
      <SummaryList
        rows={[
          ['Your council', <Own key="own" compared={compared} />],
          ...compared.wider.map((each): [string, string] => [each.name, areaWords(compared, each)]),
          ...spreadRows(compared),
        ]}
      />
      {compared.no_pooled ? <p>{compared.no_pooled}</p> : null}
      <Cautions compared={compared} without="no_own_figure" />
      <h2>How the figures lie</h2>
      <Drawing compared={compared} />
      <h2>Every figure</h2>
      <p>In the order of names. A higher or lower figure may have reasons that it does not show.</p>
      <AreasTable compared={compared} />
      <Sources compared={compared} />
    </>
  );
}

function Own({ compared }: { compared: Compared }) {
  const { pack, as_of } = useSearch({ from: '/staff/indicators/$indicatorId/comparisons' });
  const { own } = compared;
  if (!own) return <>{compared.no_own}</>;
  const figure = { ...own, ...measured(compared) };
  return (
    <>
      {own.observation_id === null ? (
        figureWords(figure)
      ) : (
        <Figure {...figure} observation_id={own.observation_id} pack={pack} asOf={as_of} />
      )}{' '}
      ({own.sentence})
    </>
  );
}
