import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { StatusTag } from '@/ui/StatusTag';
import { JUDGEMENTS } from './quality-words';
import { assessmentsPages } from './queries';

/** How far an indicator's figures can be trusted, and where everything on record about it is. */
export function AssuranceSection({ indicator }: { indicator: Schema<'IndicatorDetail'> }) {
  const params = { indicatorId: String(indicator.id) };
  return (
    <section aria-labelledby="assurance">
      <h2 id="assurance">Can these figures be trusted?</h2>
      <Assessed indicatorId={indicator.id} />
      <p>
        <Link to="/indicators/$indicatorId/trail" params={params}>
          The trail of this measure
        </Link>
        : every definition, figure, source, approval and correction on record, and each figure computed again.
      </p>
    </section>
  );
}

function Assessed({ indicatorId }: { indicatorId: number }) {
  const { data, isError } = useInfiniteQuery(assessmentsPages(indicatorId, 1));
  const link = (words: string) => (
    <Link to="/indicators/$indicatorId/data-quality" params={{ indicatorId: String(indicatorId) }}>
      {words}
    </Link>
  );
  if (!data && !isError) return null;
  const newest = data?.pages[0]?.items[0];
  if (!newest) return <p>Nobody has assessed their {link('data quality')} yet.</p>;
  return (
    <>
      <p>
        <StatusTag {...JUDGEMENTS[newest.overall]} />
      </p>
      <p>{newest.conclusion}</p>
      <p>
        {link('The assessment of their data quality')}, {longDate(newest.assessed_at.slice(0, 10))}. Next
        review: {longDate(newest.next_review_on)}.
      </p>
    </>
  );
}
