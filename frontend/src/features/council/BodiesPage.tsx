import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { bodiesQuery } from '@/api/organisation';
import { useMay } from '@/api/session';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { CouncilNav } from './CouncilNav';
import { BODY_KINDS, codeOf, optionsOf, standsWords } from './words';

type Body = Schema<'BodyRead'>;

/** The bodies that review and decide: members' and officers'. */
export function BodiesPage() {
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  const mayManage = useMay('manage_organisation');
  const [open, setOpen] = useState<Body | 'new' | null>(null);
  const close = () => setOpen(null);
  const columns: Column<Body>[] = [
    ...COLUMNS,
    ...(mayManage
      ? [
          {
            key: 'change',
            head: <span className="govuk-visually-hidden">Change</span>,
            cell: (body: Body) => (
              <LinkButton onClick={() => setOpen(body)} aria-label={`Change ${body.name}`}>
                Change
              </LinkButton>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <CouncilNav />
      <PageTitle aside={mayManage ? <Button onClick={() => setOpen('new')}>Add a body</Button> : null}>
        Bodies
      </PageTitle>
      <p>
        A figure that was put before a body of members is locked: from then on it changes by a restatement
        alone. Bodies of officers review freely.
      </p>
      <Table
        caption="Bodies"
        quiet
        columns={columns}
        rows={bodies}
        rowKey={(body) => body.id}
        empty="There are no bodies yet. Add those that review or decide on a quarter; the framework names them."
        download="bodies"
      />
      {open === 'new' ? <AddBody onClose={close} /> : null}
      {open && open !== 'new' ? <ChangeBody body={open} onClose={close} /> : null}
    </>
  );
}

const COLUMNS: Column<Body>[] = [
  { key: 'name', head: 'Body', heads: true, cell: (each) => each.name, text: (each) => each.name },
  {
    key: 'kind',
    head: 'Kind',
    cell: (each) => BODY_KINDS[each.kind],
    text: (each) => BODY_KINDS[each.kind],
  },
  {
    key: 'of',
    head: 'Of',
    cell: (each) => (each.of_members ? 'Members' : 'Officers'),
    text: (each) => (each.of_members ? 'Members' : 'Officers'),
  },
  {
    key: 'stands',
    head: 'From and to',
    wide: true,
    cell: (each) => standsWords(each),
    text: (each) => standsWords(each),
  },
];

interface AddProps {
  /** What stands in the fields at first, where it is known what the body is for. */
  name?: string;
  kind?: Schema<'BodyKind'>;
  onClose: () => void;
  onDone?: (body: Body) => void;
}

/** Adds a body; its kind stays, because it decides what its papers lock. */
export function AddBody({ name, kind, onClose, onDone }: AddProps) {
  return (
    <Dialog title="Add a body" onClose={onClose}>
      <Form
        submit="Add the body"
        onCancel={onClose}
        onSubmit={(values) => {
          const typed = values.text('name');
          return unwrap(
            api.POST('/api/v1/bodies', {
              body: {
                name: typed,
                code: values.text('code') || codeOf(typed),
                kind: values.text('kind') as Schema<'BodyKind'>,
              },
            }),
          );
        }}
        onDone={(body) => {
          onDone?.(body);
          onClose();
        }}
      >
        <TextField
          name="name"
          label="Name"
          hint="As your council calls it: Executive, Policy Committee"
          defaultValue={name}
        />
        <Select
          name="kind"
          label="Kind"
          hint="It cannot be changed later: papers put before members lock what they show."
          options={optionsOf(BODY_KINDS)}
          defaultValue={kind ?? 'cabinet'}
        />
        <TextField
          name="code"
          label="Code"
          hint="For files and other programs. Made of the name if you leave it empty; it never changes."
          optional
          narrow
        />
      </Form>
    </Dialog>
  );
}

function ChangeBody({ body, onClose }: { body: Body; onClose: () => void }) {
  return (
    <Dialog title={`Change ${body.name}`} onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/bodies/{body_id}', {
              params: { path: { body_id: body.id }, header: ifMatch(body.version) },
              body: {
                name: values.text('name'),
                valid_from: values.optional('valid_from'),
                valid_to: values.optional('valid_to'),
              },
            }),
          )
        }
        onDone={onClose}
      >
        <TextField
          name="name"
          label="Name"
          hint="Papers that were issued keep the name they were issued with."
          defaultValue={body.name}
        />
        <TextField
          narrow
          name="valid_from"
          type="date"
          label="First day"
          optional
          defaultValue={body.valid_from ?? ''}
        />
        <TextField
          narrow
          name="valid_to"
          type="date"
          label="Last day"
          hint="After it, no new framework can name this body."
          optional
          defaultValue={body.valid_to ?? ''}
        />
      </Form>
    </Dialog>
  );
}
