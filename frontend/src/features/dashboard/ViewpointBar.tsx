import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { moment } from '@/lib/dates';
import { things } from '@/lib/format';
import { Notice } from '@/ui/Notice';
import { editionsQuery } from './queries';
import { issueWords } from './words';

interface Props {
  board: Schema<'DashboardRead'>;
  asOf: string | undefined;
  leftOut: string[];
}

/** Says when what is shown is not what stands now: an edition as a body saw it, or a moment past. */
export function ViewpointBar({ board, asOf, leftOut }: Props) {
  const editions = useQuery({ ...editionsQuery(board.period), enabled: board.pack !== null }).data;
  if (board.pack === null && board.as_of_change === null) return null;
  const edition = editions?.find((each) => each.id === board.pack);
  const back = (
    <Link
      from="/dashboard"
      to="/dashboard"
      search={({ period: _, pack: __, as_of: ___, ...rest }) => ({ ...rest, period: board.period })}
    >
      Back to now
    </Link>
  );
  if (board.pack === null) {
    return (
      <Notice>
        <p>
          As it stood on {asOf ? moment(asOf) : 'that day'} · {back}
        </p>
      </Notice>
    );
  }
  return (
    <Notice>
      <p>
        {edition ? issueWords(edition) : 'As it was put before members'} ·{' '}
        <Link to="/documents/$editionId" params={{ editionId: String(board.pack) }}>
          The papers
        </Link>{' '}
        · {back}
      </p>
      {edition?.changed_since_decided ? (
        <p>
          {things(edition.changed_since_decided, 'of its figures was', 'of its figures were')} restated since.
        </p>
      ) : null}
      {leftOut.map((words) => (
        <p key={words}>{words}</p>
      ))}
    </Notice>
  );
}
