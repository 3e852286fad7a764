import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { useMay } from '@/api/session';
import { today } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LastDayDialog } from '@/ui/LastDayDialog';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { Grants } from './Grants';
import { peopleQuery, postQuery, unitsQuery } from './queries';
import { datesWords } from './words';

type Post = Schema<'PostRead'>;
type Holding = Schema<'HoldingRead'>;

/** One post: who holds it, and the roles that go with it. */
export function PostPage() {
  const { postId } = useParams({ from: '/staff/posts/$postId' });
  const { data: post } = useSuspenseQuery(postQuery(Number(postId)));
  const { data: units } = useSuspenseQuery(unitsQuery());
  const mayManage = useMay('manage_organisation');
  const mayGive = useMay('manage_access');
  const mayReadPeople = useMay('read_personal');
  const [open, setOpen] = useState<'rename' | 'hold' | Holding | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <PageTitle
        caption={units.find((unit) => unit.id === post.unit_id)?.name}
        crumbs={[{ label: 'Posts', to: '/posts' }]}
      >
        {post.title}
      </PageTitle>
      {mayReadPeople ? <Holders post={post} onEnd={mayGive ? setOpen : undefined} /> : null}
      <div className="govuk-button-group">
        {mayGive ? <Button onClick={() => setOpen('hold')}>Say who holds it</Button> : null}
        {mayManage ? (
          <Button secondary onClick={() => setOpen('rename')}>
            Rename or move
          </Button>
        ) : null}
      </div>
      <Grants holder={{ post_id: post.id }} />
      {open === 'rename' ? <Rename post={post} units={units} onClose={close} /> : null}
      {open === 'hold' ? <Hold post={post} onClose={close} /> : null}
      {open && typeof open === 'object' ? <EndHolding post={post} holding={open} onClose={close} /> : null}
    </>
  );
}

function Holders({ post, onEnd }: { post: Post; onEnd?: ((holding: Holding) => void) | undefined }) {
  const knownAs = useKnownAs();
  const columns: Column<Holding>[] = [
    {
      key: 'who',
      head: 'Held by',
      heads: true,
      cell: (holding) => (
        <Link to="/people/$personId" params={{ personId: String(holding.person_id) }}>
          {knownAs(holding.person_id)}
        </Link>
      ),
    },
    { key: 'dates', head: 'From and to', cell: datesWords },
    {
      key: 'end',
      head: <span className="govuk-visually-hidden">Change</span>,
      cell: (holding) =>
        onEnd ? (
          <LinkButton
            onClick={() => onEnd(holding)}
            aria-label={`Set last day of ${knownAs(holding.person_id)}`}
          >
            Set last day
          </LinkButton>
        ) : null,
    },
  ];
  return (
    <Table
      caption="Who holds it"
      columns={columns}
      rows={post.holdings}
      rowKey={(holding) => holding.id}
      empty="Nobody holds it now."
    />
  );
}

interface DialogProps {
  post: Post;
  onClose: () => void;
}

function Rename({ post, units, onClose }: DialogProps & { units: Schema<'UnitRead'>[] }) {
  return (
    <Dialog title={`Rename or move ${post.title}`} onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/posts/{post_id}', {
              params: { path: { post_id: post.id }, header: ifMatch(post.version) },
              body: { title: values.text('title'), unit_id: values.number('unit_id') as number },
            }),
          )
        }
        onDone={onClose}
      >
        <TextField name="title" label="Title" defaultValue={post.title} />
        <Select
          name="unit_id"
          label="Service"
          defaultValue={post.unit_id}
          options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
        />
      </Form>
    </Dialog>
  );
}

function Hold({ post, onClose }: DialogProps) {
  const { data: people } = useSuspenseQuery(peopleQuery());
  return (
    <Dialog title={`Who holds ${post.title}`} onClose={onClose}>
      <p>They have the post’s roles from their first day on.</p>
      <Form
        submit="Give them the post"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/posts/{post_id}/holdings', {
              params: { path: { post_id: post.id } },
              body: {
                person_id: values.number('person_id') as number,
                valid_from: values.optional('valid_from'),
                valid_to: values.optional('valid_to'),
              },
            }),
          )
        }
        onDone={onClose}
      >
        <Select
          name="person_id"
          label="Person"
          empty="Choose a person"
          options={people
            .filter((person) => person.active)
            .map((person) => ({ value: String(person.id), label: person.name }))}
        />
        <TextField narrow name="valid_from" type="date" label="First day" defaultValue={today()} />
        <TextField narrow name="valid_to" type="date" label="Last day" optional />
      </Form>
    </Dialog>
  );
}

function EndHolding({ post, holding, onClose }: DialogProps & { holding: Holding }) {
  return (
    <LastDayDialog
      title="Set the last day"
      submit="Save"
      lastDay={holding.valid_to}
      onClose={onClose}
      onSend={(valid_to) =>
        unwrap(
          api.PATCH('/api/v1/posts/{post_id}/holdings/{holding_id}', {
            params: {
              path: { post_id: post.id, holding_id: holding.id },
              header: ifMatch(post.version),
            },
            body: { valid_to },
          }),
        )
      }
    >
      After that day they have the post’s roles no more. Leave it empty if there is no last day.
    </LastDayDialog>
  );
}
