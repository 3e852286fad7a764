import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Fragment } from 'react';
import type { Schema } from '@/api/client';
import { SealedProposals } from '@/features/year/SealedProposals';
import { moment } from '@/lib/dates';
import { things } from '@/lib/format';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { SummaryList } from '@/ui/SummaryList';
import { Approvals } from './Approvals';
import { ChangedSince } from './ChangedSince';
import { DocumentLinks } from './DocumentLinks';
import { Exempt } from './Exempt';
import { editionName } from './edition-words';
import { Issues } from './Issues';
import { editionQuery, editionsOfRoundQuery, roundOfEditionQuery } from './queries';
import { ReadInPart } from './ReadInPart';
import { Seal } from './Seal';
import { Standing } from './Standing';

type Edition = Schema<'EditionDetail'>;

/** One edition: where it waits, who has it, what they decided, its document, and that it is still what was sealed. */
export function EditionPage() {
  const editionId = Number(useParams({ from: '/staff/documents/$editionId' }).editionId);
  const { data: edition } = useSuspenseQuery(editionQuery(editionId));
  const { data: round } = useSuspenseQuery(roundOfEditionQuery(edition.round_id));
  const id = { editionId: String(edition.id) };
  return (
    <>
      <PageTitle
        crumbs={[{ label: 'Documents', to: '/documents' }]}
        caption={`Sealed ${moment(edition.sealed_at)}`}
        title={editionName(edition)}
        aside={
          <Link to="/documents/$editionId/review" params={id} className="govuk-button">
            {edition.allowed_actions.includes('approve') ? 'Review and decide' : 'Read it on screen'}
          </Link>
        }
      >
        {editionName(edition)}
      </PageTitle>
      <Replaced edition={edition} />
      <ReadInPart edition={edition} />
      <ChangedSince edition={edition} />
      <Standing edition={edition} round={round} />
      <h2>Read it</h2>
      <DocumentLinks edition={edition} />
      <h2>What it holds</h2>
      {edition.proposals ? <SealedProposals edition={edition} /> : <Holds edition={edition} />}
      <Issues edition={edition} />
      <Exempt edition={edition} />
      <Approvals edition={edition} />
      <Seal edition={edition} />
    </>
  );
}

function Replaced({ edition }: { edition: Edition }) {
  const { data: others } = useSuspenseQuery(editionsOfRoundQuery(edition.round_id));
  const newest = others.find((each) => each.state === 'sealed');
  if (edition.state !== 'superseded') return null;
  return (
    <Notice kind="warning">
      A later edition has taken the place of this one.{' '}
      {newest ? (
        <Link to="/documents/$editionId" params={{ editionId: String(newest.id) }}>
          Go to edition {newest.number}
        </Link>
      ) : null}
    </Notice>
  );
}

function Holds({ edition }: { edition: Edition }) {
  const { summary, figures, activities, corrections, last_report: last, continues } = edition.content;
  const { performance } = summary;
  const rated = `${performance.rated} of ${performance.indicators} performance indicators are rated: ${performance.green} on target, ${performance.amber} near target, ${performance.red} off target`;
  return (
    <SummaryList
      rows={[
        [
          'Figures',
          <Fragment key="figures">
            {things(figures.length, 'figure')}. {rated}.{' '}
            <Link
              to="/documents/$editionId/review"
              params={{ editionId: String(edition.id) }}
              hash="whole-list"
            >
              Every figure with its evidence and its trail
            </Link>
          </Fragment>,
        ],
        ['Activities', things(activities.length, 'activity', 'activities')],
        ['Without a figure', things(summary.without_number, 'indicator')],
        ['Corrections told', corrections.length > 0 ? things(corrections.length, 'figure') : null],
        ['Also reports', continues.map((each) => `${each.label} (${each.how}: ${each.reason})`).join(', ')],
        ['Compared with', last ? `the report for ${last.period_label}, edition ${last.edition}` : null],
      ]}
    />
  );
}
