import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { longDate, moment, today } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { type Column, Table } from '@/ui/Table';
import { MakeToken } from './MakeToken';
import { clientQuery, postsQuery, tokensQuery } from './queries';

type Token = Schema<'TokenRead'>;
type Client = Schema<'ClientRead'>;

/** One program with its tokens. */
export function ClientPage() {
  const { clientId } = useParams({ from: '/staff/clients/$clientId' });
  const { data: client } = useSuspenseQuery(clientQuery(Number(clientId)));
  const { data: tokens } = useSuspenseQuery(tokensQuery(client.id));
  const { data: posts } = useSuspenseQuery(postsQuery());
  const [open, setOpen] = useState<'token' | 'active' | Token | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <PageTitle crumbs={[{ label: 'Other programs', to: '/clients' }]}>{client.name}</PageTitle>
      <SummaryList
        rows={[
          ['What for', client.purpose],
          ['Whom to ask', posts.find((post) => post.id === client.contact_post_id)?.title],
          [
            'Access',
            <StateTag key="a" state={client.active ? 'Active' : 'Disabled'} strong={!client.active} />,
          ],
        ]}
      />
      <div className="govuk-button-group">
        {client.active ? <Button onClick={() => setOpen('token')}>Make a token</Button> : null}
        <Button secondary={!client.active} warning={client.active} onClick={() => setOpen('active')}>
          {client.active ? 'Disable this program' : 'Enable it again'}
        </Button>
      </div>
      <Table
        caption="Tokens"
        columns={columns(setOpen)}
        rows={tokens}
        rowKey={(token) => token.id}
        empty="It has no token yet, so it cannot reach Quarterdeck. Make one."
      />
      {open === 'token' ? <MakeToken clientId={client.id} onClose={close} /> : null}
      {open === 'active' ? <Activate client={client} onClose={close} /> : null}
      {open && typeof open === 'object' ? <Revoke token={open} onClose={close} /> : null}
    </>
  );
}

function stateOf(token: Token) {
  if (token.revoked_at) return `Ended ${longDate(token.revoked_at)}`;
  return token.expires_on < today() ? 'Expired' : 'Works';
}

function columns(onRevoke: (token: Token) => void): Column<Token>[] {
  return [
    { key: 'name', head: 'Name', heads: true, cell: (token) => token.name },
    { key: 'prefix', head: 'Begins with', cell: (token) => <code>{token.prefix}</code>, wide: true },
    { key: 'scopes', head: 'May', cell: (token) => token.scopes.join(', ') },
    { key: 'expires', head: 'Until', cell: (token) => longDate(token.expires_on) },
    {
      key: 'used',
      head: 'Last used',
      wide: true,
      cell: (token) => (token.last_used_at ? moment(token.last_used_at) : 'Never'),
    },
    { key: 'state', head: 'State', cell: (token) => <StateTag state={stateOf(token)} /> },
    {
      key: 'revoke',
      head: <span className="govuk-visually-hidden">Change</span>,
      cell: (token) =>
        token.revoked_at ? null : (
          <LinkButton onClick={() => onRevoke(token)} aria-label={`End the token ${token.name}`}>
            End
          </LinkButton>
        ),
    },
  ];
}

function Activate({ client, onClose }: { client: Client; onClose: () => void }) {
  return (
    <Dialog title={`${client.active ? 'Disable' : 'Enable'} ${client.name}`} onClose={onClose}>
      <p>
        {client.active
          ? 'All its tokens are refused at once. What it sent stays on record.'
          : 'Its tokens that have neither expired nor been ended work again.'}
      </p>
      <Form
        submit={client.active ? 'Disable' : 'Enable'}
        warning={client.active}
        onCancel={onClose}
        onSubmit={() =>
          unwrap(
            api.PATCH('/api/v1/clients/{client_id}', {
              params: { path: { client_id: client.id }, header: ifMatch(client.version) },
              body: { active: !client.active },
            }),
          )
        }
        onDone={onClose}
      >
        {null}
      </Form>
    </Dialog>
  );
}

function Revoke({ token, onClose }: { token: Token; onClose: () => void }) {
  return (
    <Dialog title={`End the token ${token.name}`} onClose={onClose}>
      <p>It is refused at once and for good. If the program still needs access, make it a new token first.</p>
      <Form
        submit="End the token"
        warning
        onCancel={onClose}
        onSubmit={() =>
          unwrap(api.POST('/api/v1/tokens/{token_id}/revoke', { params: { path: { token_id: token.id } } }))
        }
        onDone={onClose}
      >
        {null}
      </Form>
    </Dialog>
  );
}
