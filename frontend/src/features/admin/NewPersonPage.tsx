import { useNavigate } from '@tanstack/react-router';
import { api, unwrap } from '@/api/client';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { TextField } from '@/ui/TextField';

/** Adds a person; roles and posts follow on their page. */
export function NewPersonPage() {
  const navigate = useNavigate();
  return (
    <>
      <PageTitle crumbs={[{ label: 'People', to: '/people' }]}>Add a person</PageTitle>
      <Form
        submit="Add the person"
        onCancel={() => window.history.back()}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/people', {
              body: {
                name: values.text('name'),
                email: values.optional('email'),
                password: values.optional('password'),
              },
            }),
          )
        }
        onDone={(person) =>
          navigate({ to: '/people/$personId', params: { personId: String(person.id) }, replace: true })
        }
      >
        <TextField name="name" label="Name" autoComplete="off" />
        <TextField
          name="email"
          label="E-mail address"
          type="email"
          hint="They sign in with it."
          autoComplete="off"
          optional
        />
        <TextField
          name="password"
          label="First password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters. Better leave it empty and hand over a link on the next page: then only they know it."
          optional
        />
      </Form>
    </>
  );
}
