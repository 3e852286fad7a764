import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { bodiesQuery, portfoliosQuery, postsQuery, unitsQuery, useUnitNames } from '@/api/organisation';
import { useMayIn } from '@/api/session';
import { useAhead } from '@/api/use-ahead';
import { looksBack } from '@/api/view';
import { AssuranceSection } from '@/features/assurance/AssuranceSection';
import { CalculationSection } from '@/features/calculations/CalculationSection';
import { calculationsQuery } from '@/features/calculations/queries';
import { ComparisonSection } from '@/features/comparisons/ComparisonSection';
import { OfNow } from '@/features/views/OfNow';
import { FilterChoice, Filters } from '@/ui/Filters';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { ActionsAbout } from './ActionsAbout';
import { Chart } from './Chart';
import { ChecksSection } from './ChecksSection';
import { Commentary } from './Commentary';
import { DefinitionSection } from './DefinitionSection';
import { FiguresTable } from './FiguresTable';
import { IndicatorFacts } from './IndicatorFacts';
import styles from './IndicatorPage.module.css';
import { LatestStrip } from './LatestStrip';
import { LinkedActivities } from './LinkedActivities';
import { OutturnsSection } from './OutturnsSection';
import { ProcessSection } from './ProcessSection';
import {
  checksQuery,
  definitionsQuery,
  figuresQuery,
  indicatorActionsQuery,
  indicatorQuery,
  indicatorTargetsQuery,
  indicatorThreadQuery,
  linksQuery,
  outturnsQuery,
  rulesQuery,
  seriesQuery,
} from './queries';
import { RuleSection } from './RuleSection';
import { SeriesSection } from './SeriesSection';
import { TargetsSection } from './TargetsSection';
import { breakdownWords } from './words';
import { YearEndSection } from './YearEndSection';

/** One indicator: how it does now, its trend, what was said about it, and what it means. */
export function IndicatorPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId' });
  const id = Number(indicatorId);
  const viewed = useSearch({ from: '/staff/indicators/$indicatorId' });
  useAhead(
    indicatorQuery(id, viewed),
    seriesQuery(id, viewed),
    unitsQuery(),
    definitionsQuery(id, viewed),
    rulesQuery(id, viewed),
    indicatorTargetsQuery(id, viewed),
    outturnsQuery(id, viewed),
    calculationsQuery(id),
    checksQuery(id),
    linksQuery(id),
    indicatorActionsQuery(id),
    indicatorThreadQuery(id),
    portfoliosQuery(),
    postsQuery(),
    bodiesQuery(),
  );
  const { data: indicator } = useSuspenseQuery(indicatorQuery(id, viewed));
  const { data: series } = useSuspenseQuery(seriesQuery(id, viewed));
  const unitName = useUnitNames();
  const mayEdit = useMayIn(indicator.unit_id, 'edit_indicator');
  const here = series.find((each) => each.id === viewed.series) ?? series[0];
  return (
    <>
      <PageTitle
        title={`${indicator.ref} ${indicator.name}`}
        caption={`${indicator.ref} · ${unitName(indicator.unit_id)}`}
        crumbs={[{ label: 'Indicators', to: '/indicators' }]}
        aside={
          mayEdit ? (
            <Link
              to="/indicators/$indicatorId/edit"
              params={{ indicatorId }}
              className="govuk-button govuk-button--secondary"
            >
              Edit
            </Link>
          ) : undefined
        }
      >
        {indicator.name}
      </PageTitle>
      {series.length > 1 ? <SeriesChoice series={series} here={here?.id} /> : null}
      {here ? (
        <Series indicator={indicator} series={here} />
      ) : (
        <Notice>
          There are no figures yet. They appear here when a service has reported them, and you may see them.
        </Notice>
      )}
      <div className={styles.columns}>
        <div>
          <DefinitionSection indicator={indicator} mayEdit={mayEdit} />
          <RuleSection indicator={indicator} mayEdit={mayEdit} />
          <CalculationSection indicator={indicator} mayEdit={mayEdit} />
        </div>
        <div>
          <OfNow>What stands in this column is as it is now: the past has figures and what made them.</OfNow>
          <IndicatorFacts indicator={indicator} />
          <SeriesSection indicator={indicator} mayEdit={mayEdit} />
          <LinkedActivities indicator={indicator} mayEdit={mayEdit} />
          <ActionsAbout indicator={indicator} />
        </div>
      </div>
      <TargetsSection indicator={indicator} />
      {here ? <YearEndSection indicatorId={id} seriesId={here.id} viewed={viewed} /> : null}
      {here ? <OutturnsSection indicatorId={id} seriesId={here.id} viewed={viewed} /> : null}
      <ComparisonSection indicatorId={id} />
      {looksBack(viewed) ? null : <ChecksSection indicator={indicator} mayEdit={mayEdit} />}
      {looksBack(viewed) ? null : <AssuranceSection indicator={indicator} />}
    </>
  );
}

type Listed = Parameters<typeof figuresQuery>[0];

function SeriesChoice({ series, here }: { series: Listed[]; here: number | undefined }) {
  const navigate = useNavigate({ from: '/indicators/$indicatorId' });
  return (
    <Filters label="Choose the figures">
      <FilterChoice
        label="Figures of"
        all={nameOf(series[0])}
        value={here === series[0]?.id ? undefined : String(here)}
        options={series.slice(1).map((each) => ({ value: String(each.id), label: nameOf(each) }))}
        onChange={(value) =>
          void navigate({ search: (before) => ({ ...before, series: value ? Number(value) : undefined }) })
        }
      />
    </Filters>
  );
}

function nameOf(series: Listed | undefined) {
  if (!series) return '';
  return series.breakdown === 'all'
    ? series.unit_name
    : `${series.unit_name}, ${breakdownWords(series.breakdown)}`;
}

function Series({
  indicator,
  series,
}: {
  indicator: Parameters<typeof LatestStrip>[0]['indicator'];
  series: Listed;
}) {
  const viewed = useSearch({ from: '/staff/indicators/$indicatorId' });
  const { data: read } = useSuspenseQuery(figuresQuery(series, viewed));
  const figures = [...read].sort((one, other) => other.start_on.localeCompare(one.start_on));
  return (
    <>
      <LatestStrip indicator={indicator} figures={figures} pack={viewed.pack} />
      <div className={styles.columns}>
        <div>
          <Chart indicator={indicator} series={series} />
          <Commentary figures={figures} />
        </div>
        <FiguresTable indicator={indicator} figures={figures} pack={viewed.pack} />
      </div>
      <ProcessSection indicator={indicator} series={series} />
    </>
  );
}
