import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { TextField } from '@/ui/TextField';
import { Grants } from './Grants';
import { HandOver } from './HandOver';
import { personQuery } from './queries';
import { datesWords } from './words';

type Person = Schema<'PersonRead'>;

/** One person: account, posts, roles. */
export function PersonPage() {
  const { personId } = useParams({ from: '/staff/people/$personId' });
  const { data: person } = useSuspenseQuery(personQuery(Number(personId)));
  const [open, setOpen] = useState<'change' | 'active' | 'password' | null>(null);
  const close = () => setOpen(null);
  const mayChange = person.allowed_actions.includes('update');
  return (
    <>
      <PageTitle crumbs={[{ label: 'People', to: '/people' }]}>{person.name}</PageTitle>
      <SummaryList
        rows={[
          ['Account', <StateTag key="a" state={accountWords(person)} strong={!person.active} />],
          ['E-mail', person.email],
          ['Posts', <Posts key="p" person={person} />],
        ]}
      />
      {mayChange ? (
        <div className="govuk-button-group">
          <Button secondary onClick={() => setOpen('change')}>
            Change name or e-mail
          </Button>
          {person.active && person.email ? (
            <Button secondary onClick={() => setOpen('password')}>
              Make a link for a new password
            </Button>
          ) : null}
          <Button secondary={!person.active} warning={person.active} onClick={() => setOpen('active')}>
            {person.active ? 'Disable' : 'Enable again'}
          </Button>
        </div>
      ) : null}
      <Grants holder={{ person_id: person.id }} />
      {open === 'change' ? <Change person={person} onClose={close} /> : null}
      {open === 'active' ? <Activate person={person} onClose={close} /> : null}
      {open === 'password' ? <HandOver person={person} onClose={close} /> : null}
    </>
  );
}

function accountWords(person: Person) {
  if (!person.active) return 'Disabled';
  return person.has_account ? 'Signs in with a password' : 'Has no password yet';
}

function Posts({ person }: { person: Person }) {
  if (person.posts.length === 0) {
    return (
      <>
        None. Give one on the page of the post, under <Link to="/posts">Posts</Link>.
      </>
    );
  }
  return (
    <ul className="govuk-list">
      {person.posts.map((post) => (
        <li key={post.holding_id}>
          <Link to="/posts/$postId" params={{ postId: String(post.post_id) }}>
            {post.title}
          </Link>
          , {datesWords(post)}
        </li>
      ))}
    </ul>
  );
}

interface DialogProps {
  person: Person;
  onClose: () => void;
}

const change = (person: Person, body: Schema<'PersonUpdate'>) =>
  unwrap(
    api.PATCH('/api/v1/people/{person_id}', {
      params: { path: { person_id: person.id }, header: ifMatch(person.version) },
      body,
    }),
  );

function Change({ person, onClose }: DialogProps) {
  return (
    <Dialog title={`Change ${person.name}`} onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={(values) => change(person, { name: values.text('name'), email: values.optional('email') })}
        onDone={onClose}
      >
        <TextField name="name" label="Name" defaultValue={person.name} />
        <TextField name="email" type="email" label="E-mail address" defaultValue={person.email ?? ''} />
      </Form>
    </Dialog>
  );
}

function Activate({ person, onClose }: DialogProps) {
  return (
    <Dialog title={`${person.active ? 'Disable' : 'Enable'} ${person.name}`} onClose={onClose}>
      <p>
        {person.active
          ? 'They are signed out at once and cannot sign in again. What they did stays on record.'
          : 'They can sign in again with the password they had, and have the roles that are in force.'}
      </p>
      <Form
        submit={person.active ? 'Disable' : 'Enable'}
        warning={person.active}
        onCancel={onClose}
        onSubmit={() => change(person, { active: !person.active })}
        onDone={onClose}
      >
        {null}
      </Form>
    </Dialog>
  );
}
