import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { editionState } from '@/features/reports/edition-words';
import { moment } from '@/lib/dates';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { editionsOfRoundQuery } from './queries';

type Edition = Schema<'EditionRead'>;

/** The editions of the report that were sealed in this round. */
export function RoundEditions({ round }: { round: Schema<'RoundRead'> }) {
  const { data: editions } = useSuspenseQuery(editionsOfRoundQuery(round.id));
  return (
    <Table
      caption="Editions of the report"
      columns={columnsOf(round.state)}
      rows={editions}
      rowKey={(edition) => edition.id}
      empty="None that you may see. An edition is sealed when the services have confirmed."
    />
  );
}

function columnsOf(roundState: string): Column<Edition>[] {
  return [
    {
      key: 'edition',
      head: 'Edition',
      heads: true,
      cell: (edition) => (
        <Link to="/documents/$editionId" params={{ editionId: String(edition.id) }}>
          Edition {edition.number}
        </Link>
      ),
    },
    {
      key: 'state',
      head: 'State',
      cell: (edition) => <StateTag state={editionState(edition, roundState)} />,
    },
    { key: 'sealed', head: 'Sealed', cell: (edition) => moment(edition.sealed_at) },
    {
      key: 'waits',
      head: 'Waits for',
      wide: true,
      cell: (edition) => [...new Set(edition.awaiting.map((each) => each.name))].join(', ') || 'Nobody',
    },
  ];
}
