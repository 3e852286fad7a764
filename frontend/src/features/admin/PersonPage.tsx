import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { longDate, moment } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { TextField } from '@/ui/TextField';
import { Disconnect, TakeFactorAway } from './Account';
import { Grants } from './Grants';
import { HandOver } from './HandOver';
import { Invite } from './Invite';
import { Leave } from './Leave';
import { STANDINGS, waysIn } from './people-words';
import { personQuery } from './queries';
import { datesWords } from './words';

type Person = Schema<'PersonRead'>;
type Opened = 'change' | 'active' | 'password' | 'invite' | 'leave' | 'factor' | 'disconnect';

/** One person: account, posts, roles. */
export function PersonPage() {
  const { personId } = useParams({ from: '/staff/people/$personId' });
  const { data: person } = useSuspenseQuery(personQuery(Number(personId)));
  const [open, setOpen] = useState<Opened | null>(null);
  const close = () => setOpen(null);
  const mayChange = person.allowed_actions.includes('update');
  return (
    <>
      <PageTitle crumbs={[{ label: 'People', to: '/people' }]}>{person.name}</PageTitle>
      <SummaryList
        rows={[
          [
            'Account',
            <StateTag
              key="a"
              state={STANDINGS[person.standing] ?? person.standing}
              strong={!person.active}
            />,
          ],
          ['Signs in', waysIn(person)],
          ['Last signed in', person.signed_in_at ? moment(person.signed_in_at) : 'Never'],
          ['Invited', person.invited_at ? moment(person.invited_at) : null],
          ['Last day', person.left_on ? longDate(person.left_on) : null],
          ['E-mail', person.email],
          ['Posts', <Posts key="p" person={person} />],
        ]}
      />
      {mayChange ? (
        <div className="govuk-button-group">
          <Button secondary onClick={() => setOpen('change')}>
            Change name or e-mail
          </Button>
          {person.active && person.email && !person.signed_in_at ? (
            <Button onClick={() => setOpen('invite')}>{person.invited_at ? 'Invite again' : 'Invite'}</Button>
          ) : null}
          {person.active && person.email && person.signed_in_at ? (
            <Button secondary onClick={() => setOpen('password')}>
              Make a link for a new password
            </Button>
          ) : null}
          {person.second_factor ? (
            <Button secondary onClick={() => setOpen('factor')}>
              Take the second step away
            </Button>
          ) : null}
          {person.connected ? (
            <Button secondary onClick={() => setOpen('disconnect')}>
              Disconnect the council account
            </Button>
          ) : null}
          {person.active && !person.left_on ? (
            <Button secondary onClick={() => setOpen('leave')}>
              This person leaves
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
      {open === 'invite' ? <Invite people={[person]} onClose={close} /> : null}
      {open === 'leave' ? <Leave person={person} onClose={close} /> : null}
      {open === 'factor' ? <TakeFactorAway person={person} onClose={close} /> : null}
      {open === 'disconnect' ? <Disconnect person={person} onClose={close} /> : null}
      {open === 'password' ? <HandOver person={person} onClose={close} /> : null}
    </>
  );
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
