import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { Problem } from '@/api/problems';
import { noteSignedIn, sessionQuery } from '@/api/session';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { TextField } from '@/ui/TextField';
import { PasswordField } from './PasswordField';

interface Typed {
  email: string;
  password: string;
}

/** Signs in with a local account: the password, and for whoever has a second factor its code as a second step. */
export function PasswordForm({
  next,
  onStep,
}: {
  next: string | undefined;
  onStep: (second: boolean) => void;
}) {
  const navigate = useNavigate();
  const client = useQueryClient();
  // Held in this page's memory alone, until the code is typed.
  const [first, setFirst] = useState<Typed | null>(null);
  async function signIn(body: Typed & { code: string }) {
    const session = await unwrap(api.POST('/api/v1/session', { body }));
    // What another person read in this browser before is nobody's now.
    client.clear();
    client.setQueryData(sessionQuery().queryKey, session);
    noteSignedIn(true);
    return true;
  }
  function step(typed: Typed | null) {
    setFirst(typed);
    onStep(typed !== null);
  }
  const goOn = () => navigate({ href: next?.startsWith('/') && !next.startsWith('//') ? next : '/' });
  if (first) {
    return <CodeForm onCode={(code) => signIn({ ...first, code })} onDone={goOn} onBack={() => step(null)} />;
  }
  return (
    <>
      <Form
        submit="Sign in"
        onSubmit={async (values) => {
          const typed = { email: values.text('email'), password: values.all('password')[0] ?? '' };
          try {
            return await signIn({ ...typed, code: '' });
          } catch (error) {
            if (!(error instanceof Problem) || error.code !== 'code-needed') throw error;
            step(typed);
            return false;
          }
        }}
        onDone={(signedIn) => (signedIn ? goOn() : undefined)}
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
    </>
  );
}

interface CodeProps {
  onCode: (code: string) => Promise<boolean>;
  onDone: () => void | Promise<void>;
  onBack: () => void;
}

function CodeForm({ onCode, onDone, onBack }: CodeProps) {
  return (
    <>
      <h2>Your second step</h2>
      <Form submit="Sign in" onSubmit={(values) => onCode(values.text('code'))} onDone={onDone}>
        <TextField
          name="code"
          label="Code"
          hint="Six digits from your authenticator app, or one of your recovery codes."
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          narrow
          autoFocus
        />
      </Form>
      <p>No phone and no recovery code? Ask your Quarterdeck administrator to take the second factor away.</p>
      <p>
        <LinkButton onClick={onBack}>Back</LinkButton>
      </p>
    </>
  );
}
