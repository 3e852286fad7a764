import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { moment } from '@/lib/dates';
import { figureWords } from '@/lib/format';
import { periodOfCode } from '@/lib/periods';
import { Notice } from '@/ui/Notice';

interface Props {
  figure: Schema<'ObservationRead'>;
  revisions: Schema<'RevisionRead'>[];
  pack: number | undefined;
  asOf: string | undefined;
}

/** Says when this is not what stands now: an edition's figure, a moment's, or a revision that was overtaken. */
export function WhichRevision({ figure, revisions, pack, asOf }: Props) {
  const newest = revisions[0];
  const overtaken = newest && newest.revision > figure.revision ? newest : null;
  const edition = revisions
    .find((each) => each.id === figure.id)
    ?.editions.find((each) => each.edition_id === pack);
  if (!overtaken && !pack && !asOf) return null;
  return (
    <Notice>
      <p>
        {pack ? (
          <>
            As it stands in{' '}
            <Link to="/documents/$editionId" params={{ editionId: String(pack) }}>
              {edition ? `edition ${edition.number} of ${periodOfCode(edition.period_code)}` : 'an edition'}
            </Link>
            .{' '}
          </>
        ) : null}
        {asOf ? `As it stood on ${moment(asOf)}. ` : null}
        {overtaken ? (
          <>
            It was changed later:{' '}
            <Link to="/observations/$observationId" params={{ observationId: String(overtaken.id) }}>
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
