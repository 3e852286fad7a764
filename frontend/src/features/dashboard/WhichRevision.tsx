import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { looksBack, NOW, type View } from '@/api/view';
import { figureWords } from '@/lib/format';
import { Notice } from '@/ui/Notice';
import { standingQuery } from './queries';

interface Props {
  figure: Schema<'ObservationRead'>;
  view: View;
}

/** Says when this is not what stands now: a figure of an edition or a moment, or a revision that was overtaken. */
export function WhichRevision({ figure, view }: Props) {
  const { data: standing } = useQuery(standingQuery(figure));
  const newest = standing?.items[0];
  const overtaken = newest && newest.revision > figure.revision ? newest : null;
  if (!newest || (!overtaken && !looksBack(view))) return null;
  return (
    <Notice>
      <p>
        {overtaken ? (
          <>
            It was changed later:{' '}
            <Link
              to="/observations/$observationId"
              params={{ observationId: String(overtaken.id) }}
              search={NOW}
            >
              {figureWords({ ...figure, value: overtaken.value, value_state: overtaken.value_state })} stands
              now
            </Link>
            .
          </>
        ) : (
          'It still stands.'
        )}
      </p>
    </Notice>
  );
}
