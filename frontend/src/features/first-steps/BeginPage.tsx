import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { noteSignedIn, sessionQuery } from '@/api/session';
import { FrontDoor } from '@/features/account/FrontDoor';
import { PasswordField } from '@/features/account/PasswordField';
import { NEW_PASSWORD_HINT } from '@/features/account/password-words';
import { signInOptionsQuery } from '@/features/account/queries';
import { Choices } from '@/ui/Choices';
import { Form, type FormValues } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { TextField } from '@/ui/TextField';

/** What somebody finds at the address of an empty installation: the council and its first administrator are made. */
export function BeginPage() {
  const { data: options } = useQuery(signInOptionsQuery());
  const [done, setDone] = useState(false);
  const closed = options?.set_up_needed === false && !done;
  return (
    <FrontDoor title="Set up Quarterdeck">
      {closed ? (
        <Notice>
          <p>
            Quarterdeck is set up here already. <Link to="/sign-in">Sign in</Link>, or ask your administrator
            for an account.
          </p>
        </Notice>
      ) : (
        <SetUpForm onMade={() => setDone(true)} />
      )}
    </FrontDoor>
  );
}

async function setUp(values: FormValues) {
  const email = values.text('email');
  const password = values.all('password')[0] ?? '';
  await unwrap(
    api.POST('/api/v1/set-up', {
      body: {
        code: values.text('code'),
        council_name: values.text('council_name'),
        council_code: values.optional('council_code'),
        gss_code: values.optional('gss_code')?.toUpperCase() ?? null,
        name: values.text('name'),
        email,
        password,
        performance_team: values.checked('performance_team'),
      },
    }),
  );
  return unwrap(api.POST('/api/v1/session', { body: { email, password, code: '' } }));
}

function SetUpForm({ onMade }: { onMade: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  return (
    <>
      <p>
        Nothing is here yet. Make your council and its first administrator; then a list of first steps leads
        you to your first round.
      </p>
      <Form
        submit="Set up Quarterdeck"
        onSubmit={async (values) => {
          const session = await setUp(values);
          onMade();
          client.clear();
          client.setQueryData(sessionQuery().queryKey, session);
          noteSignedIn(true);
        }}
        onDone={() => navigate({ to: '/set-up' })}
      >
        <TextField
          name="code"
          label="Set-up code"
          hint="The server prints it when it starts. Whoever runs it gets another with: quarterdeck users set-up-code"
          autoComplete="off"
          spellCheck={false}
          narrow
        />
        <h2>Your council</h2>
        <TextField
          name="council_name"
          label="Name"
          hint="For example: Exampleton Borough Council"
          autoComplete="organization"
        />
        <TextField
          name="gss_code"
          label="GSS code"
          hint="The Office for National Statistics’ code, such as E07000092. It can be added later."
          optional
          narrow
          spellCheck={false}
        />
        <TextField
          name="council_code"
          label="Short code"
          hint="For files and other programs, such as exampleton. Made of the name if you leave it empty."
          optional
          narrow
          spellCheck={false}
        />
        <h2>You, its first administrator</h2>
        <TextField name="name" label="Your name" autoComplete="name" />
        <TextField
          name="email"
          label="E-mail address"
          hint="You sign in with it."
          type="email"
          autoComplete="username"
          spellCheck={false}
        />
        <PasswordField
          name="password"
          label="Password"
          hint={NEW_PASSWORD_HINT}
          autoComplete="new-password"
        />
        <Choices
          kind="checkboxes"
          name="performance_team"
          label="Your part"
          hint="An administrator looks after people and the organisation. Loading plans and indicators, approving targets and opening rounds are the performance team’s."
          defaultValue={['yes']}
          choices={[{ value: 'yes', label: 'I am in the performance team too' }]}
        />
      </Form>
    </>
  );
}
