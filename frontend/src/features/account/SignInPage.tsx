import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { api, unwrap } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { Form } from '@/ui/Form';
import { TextField } from '@/ui/TextField';
import { FrontDoor } from './FrontDoor';

export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <FrontDoor title="Sign in">
      <Form
        submit="Sign in"
        onSubmit={async (values) => {
          const body = { email: values.text('email'), password: String(values.all('password')[0] ?? '') };
          const session = await unwrap(api.POST('/api/v1/session', { body }));
          // What another person read in this browser before is nobody's now.
          client.clear();
          client.setQueryData(sessionQuery().queryKey, session);
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
        <TextField name="password" label="Password" type="password" autoComplete="current-password" />
      </Form>
      <p>
        <Link to="/forgotten-password">I have forgotten my password</Link>
      </p>
    </FrontDoor>
  );
}
