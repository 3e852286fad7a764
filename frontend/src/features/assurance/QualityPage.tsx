import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { useMayIn } from '@/api/session';
import { ActionsAbout } from '@/features/indicators/ActionsAbout';
import { longDate, moment, today } from '@/lib/dates';
import { LoadMore } from '@/ui/LoadMore';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StatusTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { AssessmentTable, Sentences } from './AssessmentTable';
import { DIMENSIONS, JUDGEMENTS, MEANINGS } from './quality-words';
import { assessmentsPages, indicatorQuery, onRecordQuery } from './queries';

type Assessment = Schema<'QualityAssessmentRead'>;

/** How far an indicator's figures can be trusted: what was judged, what the record says now, what was judged before. */
export function QualityPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/data-quality' });
  const id = Number(indicatorId);
  const { data: indicator } = useSuspenseQuery(indicatorQuery(id));
  const pages = useSuspenseInfiniteQuery(assessmentsPages(id));
  const mayAssess = useMayIn(indicator.unit_id, 'assess_data_quality');
  const mayRead = useMayIn(indicator.unit_id, 'read_entries');
  const [newest, ...before] = pages.data.pages.flatMap((page) => page.items);
  return (
    <>
      <PageTitle
        title={`Data quality of ${indicator.ref}`}
        caption={`${indicator.ref} · data quality`}
        crumbs={[
          { label: 'Data quality', to: '/assurance/data-quality' },
          { label: `${indicator.ref} ${indicator.name}`, to: `/indicators/${id}` },
        ]}
        aside={
          mayAssess ? (
            <Link
              to="/indicators/$indicatorId/data-quality/new"
              params={{ indicatorId }}
              className="govuk-button"
            >
              {newest ? 'Assess again' : 'Assess'}
            </Link>
          ) : undefined
        }
      >
        {indicator.name}
      </PageTitle>
      {newest ? (
        <Standing assessment={newest} name={indicator.ref} />
      ) : (
        <Notice>
          Nobody has assessed these figures yet. Internal audit and the performance team do; the trail of the
          measure tells what there is to go by.
        </Notice>
      )}
      {mayRead ? <OnRecord indicatorId={id} /> : null}
      <p>
        <Link to="/indicators/$indicatorId/trail" params={{ indicatorId }}>
          The trail of this measure
        </Link>{' '}
        has every figure with its source, evidence and approvals.
      </p>
      <ActionsAbout indicator={indicator} />
      {before.length > 0 ? <Before assessments={before} name={indicator.ref} /> : null}
      <LoadMore of={pages} />
    </>
  );
}

function Standing({ assessment, name }: { assessment: Assessment; name: string }) {
  const due = assessment.next_review_on <= today();
  return (
    <section aria-labelledby="standing">
      <h2 id="standing">What was judged</h2>
      {due ? (
        <Notice kind="warning" title="The review is due">
          It was to be reviewed on {longDate(assessment.next_review_on)}. What is below may have changed
          since.
        </Notice>
      ) : null}
      <Facts assessment={assessment} />
      <AssessmentTable of={assessment} name={name} />
    </section>
  );
}

function Facts({ assessment }: { assessment: Assessment }) {
  const knownAs = useKnownAs();
  return (
    <SummaryList
      rows={[
        ['As a whole', <StatusTag key="overall" {...JUDGEMENTS[assessment.overall]} />],
        ['What that means', MEANINGS[assessment.overall]],
        ['In words', assessment.conclusion],
        ['Assessed', `${moment(assessment.assessed_at)} by ${knownAs(assessment.assessed_by)}`],
        ['Next review', longDate(assessment.next_review_on)],
      ]}
    />
  );
}

function OnRecord({ indicatorId }: { indicatorId: number }) {
  const { data } = useSuspenseQuery(onRecordQuery(indicatorId));
  return (
    <section aria-labelledby="on-record">
      <h2 id="on-record">What the record says now</h2>
      <p>Counted from the record itself, for the periods since {longDate(data.since)}. It judges nothing.</p>
      <SummaryList
        rows={data.dimensions.map((each) => [
          DIMENSIONS[each.dimension].name,
          <Sentences key={each.dimension} of={each.sentences} />,
        ])}
      />
    </section>
  );
}

function Before({ assessments, name }: { assessments: Assessment[]; name: string }) {
  return (
    <section aria-labelledby="before">
      <h2 id="before">What was judged before</h2>
      {assessments.map((each) => (
        <details key={each.id} className="govuk-details">
          <summary className="govuk-details__summary">
            <span className="govuk-details__summary-text">
              {longDate(each.assessed_at.slice(0, 10))}: {JUDGEMENTS[each.overall].word.toLowerCase()}
            </span>
          </summary>
          <div className="govuk-details__text">
            <Facts assessment={each} />
            <AssessmentTable of={each} name={name} />
          </div>
        </details>
      ))}
    </section>
  );
}
