import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { noteSignedIn } from '@/api/session';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { FrontDoor } from './FrontDoor';
import { PasswordField, Username } from './PasswordField';
import { NEW_PASSWORD_HINT } from './password-words';

/** Where the link leads with which somebody chooses a new password. */
export function ResetPasswordPage() {
  const hash = useRouterState({ select: (state) => state.location.hash });
  // Kept: the address forgets the token once it is used.
  const [token] = useState(() => new URLSearchParams(hash).get('token') ?? '');
  const [done, setDone] = useState(false);
  return (
    <FrontDoor title="Choose a new password">
      {done ? (
        <Notice kind="success" title="Your new password is set">
          <p>
            You are signed out everywhere. <Link to="/sign-in">Sign in with it</Link>.
          </p>
        </Notice>
      ) : token ? (
        <NewPassword token={token} onDone={() => setDone(true)} />
      ) : (
        <p>
          This address lacks the link's last part. Open the whole link from the mail, or{' '}
          <Link to="/forgotten-password">ask for a new one</Link>.
        </p>
      )}
    </FrontDoor>
  );
}

function NewPassword({ token, onDone }: { token: string; onDone: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (
    <>
      <Form
        submit="Set the new password"
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/session/password-resets/use', {
              body: { token, new_password: values.all('new_password')[0] ?? '' },
            }),
          )
        }
        onDone={async () => {
          noteSignedIn(false);
          client.removeQueries({ predicate: (query) => query.queryKey[0] !== '/api/v1/sign-in-options' });
          await navigate({ to: '/reset-password', hash: '', replace: true });
          onDone();
        }}
      >
        <Username />
        <PasswordField
          name="new_password"
          label="New password"
          hint={NEW_PASSWORD_HINT}
          autoComplete="new-password"
        />
      </Form>
      <p>
        <Link to="/forgotten-password">Ask for a new link</Link>
      </p>
    </>
  );
}
