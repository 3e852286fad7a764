import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { Filters, FilterText } from '@/ui/Filters';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { AdminNav } from './AdminNav';
import { Invite } from './Invite';
import { STANDINGS } from './people-words';
import { peopleQuery } from './queries';

type Person = Schema<'PersonRead'>;
// As many as the service invites at once.
const MANY = 200;

/** Everybody who can sign in or holds a post. */
export function PeoplePage() {
  const { q } = useSearch({ from: '/staff/people' });
  const navigate = useNavigate();
  const mayManage = useMay('manage_access');
  const { data: people } = useSuspenseQuery(peopleQuery());
  // Those who were chosen: once invited they are no longer among the others.
  const [inviting, setInviting] = useState<Person[] | null>(null);
  const uninvited = people.filter((person) => person.standing === 'never_signed_in' && person.email);
  const words = q?.toLowerCase() ?? '';
  const found = people.filter((person) =>
    [person.name, person.email ?? '', ...person.posts.map((post) => post.title)].some((text) =>
      text.toLowerCase().includes(words),
    ),
  );
  return (
    <>
      <AdminNav />
      <PageTitle
        aside={
          mayManage ? (
            <Link to="/people/new" className="govuk-button">
              Add a person
            </Link>
          ) : null
        }
      >
        People
      </PageTitle>
      <Filters label="Filter people">
        <FilterText
          label="Name, post or e-mail"
          value={q}
          onChange={(text) =>
            void navigate({ to: '/people', search: text ? { q: text } : {}, replace: true })
          }
        />
      </Filters>
      {mayManage && uninvited.length > 0 ? (
        <p>
          {uninvited.length === 1 ? '1 person has' : `${uninvited.length} people have`} an e-mail address,
          were not invited and never signed in.{' '}
          <LinkButton onClick={() => setInviting(uninvited.slice(0, MANY))}>Invite them</LinkButton>
        </p>
      ) : null}
      {inviting ? <Invite people={inviting} onClose={() => setInviting(null)} /> : null}
      <Table
        caption="People"
        quiet
        columns={COLUMNS}
        rows={found}
        rowKey={(person) => person.id}
        empty="Nobody is called that. Look at the spelling, or clear the filter."
        download="people"
      />
    </>
  );
}

const posts = (person: Person) =>
  person.posts
    .filter((post) => post.valid_to === null)
    .map((post) => post.title)
    .join(', ');

const account = (person: Person) => STANDINGS[person.standing] ?? person.standing;

const COLUMNS: Column<Person>[] = [
  {
    key: 'name',
    head: 'Name',
    heads: true,
    cell: (person) => (
      <Link to="/people/$personId" params={{ personId: String(person.id) }}>
        {person.name}
      </Link>
    ),
    text: (person) => person.name,
  },
  { key: 'post', head: 'Post', cell: posts, text: posts },
  {
    key: 'email',
    head: 'E-mail',
    wide: true,
    cell: (person) => person.email ?? '',
    text: (person) => person.email,
  },
  {
    key: 'account',
    head: 'Account',
    cell: (person) => <StateTag state={account(person)} strong={!person.active} />,
    text: account,
  },
];
