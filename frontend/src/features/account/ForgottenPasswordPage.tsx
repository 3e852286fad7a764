import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { TextField } from '@/ui/TextField';
import { FrontDoor } from './FrontDoor';
import { signInOptionsQuery } from './queries';

/** Asks for a link with which a new password is chosen. What is answered does not tell who has an account. */
export function ForgottenPasswordPage() {
  const options = useQuery(signInOptionsQuery()).data;
  const [asked, setAsked] = useState<string | null>(null);
  return (
    <FrontDoor title="Forgotten password">
      {options?.mail_enabled === false ? <NoMail /> : null}
      {asked ? (
        <Notice kind="success" title="Look in your inbox">
          <p>
            If {asked} signs in here, a link to choose a new password is on its way. It works once, for an
            hour. Nothing after ten minutes? Look among unwanted mail, or ask your administrator for a link.
          </p>
        </Notice>
      ) : null}
      {options?.mail_enabled !== false && !asked ? (
        <Form
          submit="Send me a link"
          onSubmit={async (values) => {
            const email = values.text('email');
            await unwrap(api.POST('/api/v1/session/password-resets', { body: { email } }));
            return email;
          }}
          onDone={setAsked}
        >
          <TextField
            name="email"
            label="E-mail address"
            hint="The one you sign in with. We send a link to choose a new password."
            type="email"
            autoComplete="username"
            spellCheck={false}
          />
        </Form>
      ) : null}
      <p>
        <Link to="/sign-in">Back to signing in</Link>
      </p>
    </FrontDoor>
  );
}

function NoMail() {
  return (
    <p>
      This service sends no mail. Ask your administrator: they can hand you a link to choose a new password,
      which works once, for a day.
    </p>
  );
}
