import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { api, unwrap } from '@/api/client';
import { noteSignedIn, sessionQuery, wasSignedIn } from '@/api/session';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { TextField } from '@/ui/TextField';
import { FrontDoor } from './FrontDoor';
import { PasswordField } from './PasswordField';
import { SignOut } from './SignOut';

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <FrontDoor title="Sign in">
      {next ? <Why /> : <AlreadyIn />}
      <Form
        submit="Sign in"
        onSubmit={async (values) => {
          const body = { email: values.text('email'), password: values.all('password')[0] ?? '' };
          const session = await unwrap(api.POST('/api/v1/session', { body }));
          // What another person read in this browser before is nobody's now.
          client.clear();
          client.setQueryData(sessionQuery().queryKey, session);
          noteSignedIn(true);
        }}
        onDone={() => navigate({ href: next?.startsWith('/') && !next.startsWith('//') ? next : '/' })}
      >
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          autoComplete="username"
          spellCheck={false}
        />
        <PasswordField name="password" label="Password" autoComplete="current-password" />
      </Form>
      <p>
        <Link to="/forgotten-password">I have forgotten my password</Link>
      </p>
    </FrontDoor>
  );
}

/** Why somebody who was on their way to a page is asked to sign in. */
function Why() {
  const [before] = useState(wasSignedIn);
  return (
    <Notice>
      <p>
        {before
          ? 'Your session has ended. Sign in again to go on where you were; what you typed is kept in this browser.'
          : 'Sign in to see the page you asked for.'}
      </p>
    </Notice>
  );
}

/** Says so to whoever is signed in already. Asked only where somebody was: for others the answer is known. */
function AlreadyIn() {
  const [before] = useState(wasSignedIn);
  const { data, isError } = useQuery({ ...sessionQuery(), enabled: before });
  useEffect(() => {
    if (isError) noteSignedIn(false);
  }, [isError]);
  if (!data) return null;
  return (
    <Notice>
      <p>
        You are signed in as {data.name}. <Link to="/">Go to your start page</Link>, or sign in below as
        somebody else.
      </p>
      <SignOut />
    </Notice>
  );
}
