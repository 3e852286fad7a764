import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { longDate, today } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { LinkButton } from '@/ui/LinkButton';
import { type Column, Table } from '@/ui/Table';
import { EndDelegation } from './EndDelegation';
import { LendRoles } from './LendRoles';
import { delegationsQuery } from './queries';

type Delegation = Schema<'DelegationRead'>;

/** Who acts for one, and for whom one acts, now and before. */
export function Delegations({ session }: { session: Schema<'SessionRead'> }) {
  const { data } = useSuspenseQuery(delegationsQuery());
  const [lending, setLending] = useState(false);
  const [ending, setEnding] = useState<Delegation | null>(null);
  // Whoever manages access is answered with everybody's.
  const own = data.filter(
    (each) => each.from_person_id === session.person_id || each.to_person_id === session.person_id,
  );
  const given = (row: Delegation) => row.from_person_id === session.person_id;
  const endable = (row: Delegation) => given(row) && row.valid_to >= today();
  const columns: Column<Delegation>[] = [
    {
      key: 'Who',
      head: 'Who',
      heads: true,
      text: (row) => whoWords(row, given(row)),
      cell: (row) => whoWords(row, given(row)),
    },
    { key: 'When', head: 'When', text: whenWords, cell: whenWords },
    { key: 'Why', head: 'Why', wide: true, text: (row) => row.reason, cell: (row) => row.reason },
    {
      key: 'Now',
      head: 'Now',
      text: (row) => (row.in_force ? 'In force' : 'Not in force'),
      cell: (row) => (
        <>
          {row.in_force ? 'In force' : row.valid_from > today() ? 'To come' : 'Over'}{' '}
          {endable(row) ? (
            <LinkButton onClick={() => setEnding(row)}>
              End<span className="govuk-visually-hidden"> that {row.to_name} acts for you</span>
            </LinkButton>
          ) : null}
        </>
      ),
    },
  ];
  return (
    <section aria-labelledby="delegations">
      <h2 id="delegations">Acting for each other</h2>
      <Table
        caption="Who acts for you, and for whom you act"
        quiet
        columns={columns}
        rows={own}
        rowKey={(row) => row.id}
        empty="Nobody acts for you, and you act for nobody. When you are away, let a colleague act with your roles."
      />
      <Button secondary onClick={() => setLending(true)}>
        Let somebody act for you
      </Button>
      {lending ? <LendRoles onClose={() => setLending(false)} /> : null}
      {ending ? <EndDelegation delegation={ending} onClose={() => setEnding(null)} /> : null}
    </section>
  );
}

function whoWords(row: Delegation, given: boolean): string {
  return given ? `${row.to_name} acts for you` : `You act for ${row.from_name}`;
}

function whenWords(row: Delegation): string {
  if (row.valid_to < row.valid_from) return 'Withdrawn before it began';
  return `${longDate(row.valid_from)} to ${longDate(row.valid_to)}`;
}
