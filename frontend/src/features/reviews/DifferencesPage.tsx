import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { editionName } from '@/features/reports/edition-words';
import { editionQuery, editionsOfRoundQuery } from '@/features/reports/queries';
import { longDate } from '@/lib/dates';
import { things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { FilterChoice, Filters } from '@/ui/Filters';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { AnnualDifferences } from './AnnualDifferences';
import { Changed } from './Changed';
import { activityDifferences, type Difference, figureDifferences } from './difference-words';
import { differencesQuery } from './queries';
import { SealedFigure } from './SealedFigure';
import { type Pinned, usePinned } from './use-pinned';

/** How an edition differs from another of the same round: figures, activities and the annual report, before and after. */
export function DifferencesPage() {
  const editionId = Number(useParams({ from: '/staff/documents/$editionId/differences' }).editionId);
  const chosen = useSearch({ from: '/staff/documents/$editionId/differences' }).with;
  const navigate = useNavigate({ from: '/documents/$editionId/differences' });
  const { data: edition } = useSuspenseQuery(editionQuery(editionId));
  const { data: editions } = useSuspenseQuery(editionsOfRoundQuery(edition.round_id));
  const others = editions.filter((each) => each.id !== edition.id);
  const from = chosen ?? others.filter((each) => each.number < edition.number)[0]?.id;
  return (
    <>
      <PageTitle
        crumbs={[
          { label: 'Documents', to: '/documents' },
          { label: editionName(edition), to: `/documents/${edition.id}` },
        ]}
        caption={shortPeriod(edition.period_label)}
        title={`Differences of ${editionName(edition)}`}
      >
        How edition {edition.number} differs
      </PageTitle>
      {from === undefined ? (
        <p>
          There is no earlier edition of this quarter that you may see, so there is nothing to compare with.
        </p>
      ) : (
        <>
          <Filters label="Compare with">
            <FilterChoice
              label="Compared with"
              value={String(from)}
              all="The edition before"
              options={others.map((each) => ({
                value: String(each.id),
                label: `Edition ${each.number}, sealed ${longDate(each.sealed_at)}`,
              }))}
              onChange={(value) => void navigate({ search: value ? { with: Number(value) } : {} })}
            />
          </Filters>
          <Compared editionId={edition.id} from={from} />
        </>
      )}
    </>
  );
}

function Compared({ editionId, from }: { editionId: number; from: number }) {
  const { data } = useSuspenseQuery(differencesQuery(editionId, from));
  const now = usePinned(data.edition_id);
  const before = usePinned(data.from_edition_id);
  const annual = data.annual;
  const inReport = annual ? annual.progress.length + annual.measures.length + annual.corrections.length : 0;
  const total = data.figures.length + data.activities.length + inReport;
  return (
    <>
      {data.part ? <Notice>Only the part of your portfolio is compared.</Notice> : null}
      {data.left_out.length > 0 ? (
        <Notice>
          Not compared, because it is exempt from publication:{' '}
          {data.left_out.map((each) => `${each.parts} (${each.reason})`).join('; ')}.
        </Notice>
      ) : null}
      <p>
        {total === 0
          ? 'The two editions say the same.'
          : `${things(data.figures.length, 'figure')} and ${things(data.activities.length, 'activity', 'activities')} differ${
              annual ? `, and ${things(inReport, 'part')} of the annual report` : ''
            }.`}
      </p>
      {data.figures.length > 0 ? <h2>Figures</h2> : null}
      {data.figures.map((each) => (
        <FigureChanged key={`${each.series_id} ${each.period_code}`} of={each} {...{ data, now, before }} />
      ))}
      {data.activities.length > 0 ? <h2>Activities</h2> : null}
      {data.activities.map((each) => (
        <Changed
          key={each.activity_id}
          title={`${each.ref} ${each.title}`}
          meta={each.unit}
          change={each.change}
          numbers={[data.from_number, data.number]}
          rows={activityDifferences(each)}
        />
      ))}
      {annual && inReport > 0 ? (
        <AnnualDifferences of={annual} numbers={[data.from_number, data.number]} />
      ) : null}
    </>
  );
}

interface FigureProps {
  of: Schema<'FigureDifference'>;
  data: Schema<'EditionDifferences'>;
  now: Pinned;
  before: Pinned;
}

function FigureChanged({ of, data, now, before }: FigureProps) {
  const cell = { series_id: of.series_id, period_code: of.period_code };
  const rows = figureDifferences(of).map((row: Difference) =>
    row.what === 'Figure' && of.before && of.after
      ? {
          what: row.what,
          before: <SealedFigure of={{ ...of.before, ...cell }} pack={data.from_edition_id} pinned={before} />,
          after: <SealedFigure of={{ ...of.after, ...cell }} pack={data.edition_id} pinned={now} />,
        }
      : row,
  );
  return (
    <Changed
      title={`${of.ref} ${of.name}`}
      meta={`${shortPeriod(of.period_label)} · ${of.unit}`}
      change={of.change}
      numbers={[data.from_number, data.number]}
      rows={rows}
    />
  );
}
