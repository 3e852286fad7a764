import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { AdminNav } from './AdminNav';
import { clientsQuery, postsQuery } from './queries';

type Client = Schema<'ClientRead'>;

const COLUMNS: Column<Client>[] = [
  {
    key: 'name',
    head: 'Program',
    heads: true,
    cell: (client) => (
      <Link to="/clients/$clientId" params={{ clientId: String(client.id) }}>
        {client.name}
      </Link>
    ),
    text: (client) => client.name,
  },
  { key: 'purpose', head: 'What for', cell: (client) => client.purpose, text: (client) => client.purpose },
  {
    key: 'active',
    head: 'Access',
    cell: (client) => <StateTag state={client.active ? 'Active' : 'Disabled'} strong={!client.active} />,
    text: (client) => (client.active ? 'Active' : 'Disabled'),
  },
];

/** Other programs that read from Quarterdeck or push values to it: Power BI, HR, finance, scripts. */
export function ClientsPage() {
  const { data: clients } = useSuspenseQuery(clientsQuery());
  const [adding, setAdding] = useState(false);
  return (
    <>
      <AdminNav />
      <PageTitle aside={<Button onClick={() => setAdding(true)}>Add a program</Button>}>
        Other programs
      </PageTitle>
      <p>
        Each program has its own tokens, limited to what it needs, so that one can be ended without the
        others.
      </p>
      <Table
        caption="Other programs"
        quiet
        columns={COLUMNS}
        rows={clients}
        rowKey={(client) => client.id}
        empty="No other program has access yet. Add one for Power BI, or for a system that sends figures."
        download="programs"
      />
      {adding ? <AddClient onClose={() => setAdding(false)} /> : null}
    </>
  );
}

function AddClient({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const { data: posts } = useSuspenseQuery(postsQuery());
  return (
    <Dialog title="Add a program" onClose={onClose}>
      <Form
        submit="Add the program"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/clients', {
              body: {
                name: values.text('name'),
                purpose: values.text('purpose'),
                contact_post_id: values.number('contact_post_id'),
              },
            }),
          )
        }
        onDone={(client) => navigate({ to: '/clients/$clientId', params: { clientId: String(client.id) } })}
      >
        <TextField name="name" label="Name" hint="For example: Power BI, or Housing system" />
        <TextArea name="purpose" label="What it is for" rows={2} />
        <Select
          name="contact_post_id"
          label="Whom to ask about it"
          empty="Choose a post"
          options={posts.map((post) => ({ value: String(post.id), label: post.title }))}
        />
      </Form>
    </Dialog>
  );
}
