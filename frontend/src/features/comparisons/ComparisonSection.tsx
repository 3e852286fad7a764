import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { looksBack, useView } from '@/api/view';
import { Busy } from '@/ui/Progress';
import { Drawing } from './Drawing';
import { type Compared, comparisonQuery } from './queries';
import { Cautions, Sources } from './Sources';
import { StandsFor } from './StandsFor';

/** On an indicator's page: its figure beside those of others, with source and age. */
export function ComparisonSection({ indicatorId }: { indicatorId: number }) {
  const view = useView();
  const { data, isError } = useQuery(comparisonQuery({ indicatorId }, view));
  return (
    <section aria-labelledby="others">
      <h2 id="others">How others do</h2>
      {isError ? (
        <p>The figures of others could not be read. Read this page again to try once more.</p>
      ) : null}
      {data || isError ? null : <Busy>Reading the figures of others …</Busy>}
      {data ? <Beside compared={data} /> : null}
      {looksBack(view) ? null : <StandsFor indicatorId={indicatorId} />}
    </section>
  );
}

function Beside({ compared }: { compared: Compared }) {
  if (compared.period === null) {
    return (
      <p>
        No figures of other councils are on record for this indicator.{' '}
        {compared.may_load ? (
          <>
            <Link to="/comparisons">Load a file of them</Link>, by the ref {compared.ref} and each council’s
            GSS code.
          </>
        ) : (
          'The performance team can load them from a published file.'
        )}
      </p>
    );
  }
  return (
    <>
      <Drawing compared={compared} />
      <p>
        <Link
          to="/indicators/$indicatorId/comparisons"
          params={{ indicatorId: String(compared.indicator_id) }}
        >
          Choose councils and period, and see every figure
        </Link>
      </p>
      <Cautions compared={compared} />
      <Sources compared={compared} />
    </>
  );
}
