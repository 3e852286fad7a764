import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { Button } from '@/ui/Button';
import { LastDayDialog } from '@/ui/LastDayDialog';
import { LinkButton } from '@/ui/LinkButton';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { GiveRole } from './GiveRole';
import { grantsQuery } from './queries';
import { datesWords, grantWords } from './words';

type Grant = Schema<'RoleGrantRead'>;

/** The roles of a person or a post, with giving one and ending one. */
export function Grants({ holder }: { holder: { person_id: number } | { post_id: number } }) {
  const { data: grants } = useSuspenseQuery(grantsQuery(holder));
  const mayManage = useMay('manage_access');
  const [giving, setGiving] = useState(false);
  const [ending, setEnding] = useState<Grant | null>(null);
  return (
    <>
      <h2>Roles</h2>
      {'post_id' in holder ? (
        <p>Whoever holds this post has these roles, for as long as they hold it.</p>
      ) : null}
      <Table
        caption="Roles"
        quiet
        columns={columns(setEnding)}
        rows={grants}
        rowKey={(grant) => grant.id}
        empty="None. Give one here, or give the person a post that has roles."
      />
      {mayManage ? (
        <Button secondary onClick={() => setGiving(true)}>
          Give a role
        </Button>
      ) : null}
      {giving ? <GiveRole holder={holder} onClose={() => setGiving(false)} /> : null}
      {ending ? <EndRole grant={ending} onClose={() => setEnding(null)} /> : null}
    </>
  );
}

function columns(onEnd: (grant: Grant) => void): Column<Grant>[] {
  return [
    { key: 'role', head: 'Role', heads: true, cell: grantWords },
    { key: 'holder', head: 'Held by', cell: (grant) => grant.holder, wide: true },
    {
      key: 'origin',
      head: 'Given',
      cell: (grant) => (grant.by_provider ? 'With the council account' : 'By hand'),
      wide: true,
    },
    { key: 'dates', head: 'From and to', cell: datesWords },
    {
      key: 'now',
      head: 'Now',
      cell: (grant) => <StateTag state={grant.in_force ? 'In force' : 'Not in force'} />,
    },
    {
      key: 'end',
      head: <span className="govuk-visually-hidden">Change</span>,
      cell: (grant) =>
        grant.allowed_actions.includes('end') ? (
          <LinkButton onClick={() => onEnd(grant)} aria-label={`End the role ${grantWords(grant)}`}>
            End
          </LinkButton>
        ) : null,
    },
  ];
}

function EndRole({ grant, onClose }: { grant: Grant; onClose: () => void }) {
  return (
    <LastDayDialog
      title={`End “${grantWords(grant)}”`}
      submit="End the role"
      lastDay={grant.valid_to}
      onClose={onClose}
      onSend={(valid_to) =>
        unwrap(
          api.PATCH('/api/v1/role-grants/{grant_id}', {
            params: { path: { grant_id: grant.id }, header: ifMatch(grant.version) },
            body: { valid_to },
          }),
        )
      }
    >
      After the last day the role counts no more. Yesterday takes it away at once.
    </LastDayDialog>
  );
}
