import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { longDate } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { bodiesQuery, meetingsQuery } from './queries';

type Meeting = Schema<'MeetingRead'>;

/** The meetings at which reports are decided: papers are issued for them, five clear working days before. */
export function MeetingsPage() {
  const { data: meetings } = useSuspenseQuery(meetingsQuery());
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  const mayManage = useMay('manage_meetings');
  const [open, setOpen] = useState<Meeting | 'new' | null>(null);
  const names = new Map(bodies.map((body) => [body.id, body.name]));
  const columns: Column<Meeting>[] = [
    {
      key: 'day',
      head: 'Day',
      heads: true,
      cell: (each) => longDate(each.held_on),
      text: (each) => each.held_on,
    },
    { key: 'title', head: 'Meeting', cell: (each) => each.title, text: (each) => each.title },
    {
      key: 'body',
      head: 'Body',
      wide: true,
      cell: (each) => names.get(each.body_id) ?? '',
      text: (each) => names.get(each.body_id) ?? '',
    },
    {
      key: 'public',
      head: 'In public',
      cell: (each) => (each.public ? 'Yes' : 'No'),
      text: (each) => (each.public ? 'Yes' : 'No'),
    },
    ...(mayManage
      ? [
          {
            key: 'change',
            head: <span className="govuk-visually-hidden">Change</span>,
            cell: (each: Meeting) => (
              <LinkButton onClick={() => setOpen(each)} aria-label={`Change ${each.title}`}>
                Change
              </LinkButton>
            ),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageTitle aside={mayManage ? <Button onClick={() => setOpen('new')}>Add a meeting</Button> : null}>
        Meetings
      </PageTitle>
      <Table
        caption="Meetings"
        quiet
        columns={columns}
        rows={meetings}
        rowKey={(meeting) => meeting.id}
        empty="No meeting is on record yet. Add one, so that papers can be issued for it."
        download="meetings"
      />
      {open ? (
        <MeetingDialog meeting={open === 'new' ? null : open} bodies={bodies} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}

interface DialogProps {
  meeting: Meeting | null;
  bodies: Schema<'BodyRead'>[];
  onClose: () => void;
}

function MeetingDialog({ meeting, bodies, onClose }: DialogProps) {
  return (
    <Dialog title={meeting ? `Change ${meeting.title}` : 'Add a meeting'} onClose={onClose}>
      <Form
        submit={meeting ? 'Save' : 'Add the meeting'}
        onCancel={onClose}
        onSubmit={(values) => {
          const said = {
            held_on: values.text('held_on'),
            title: values.text('title'),
            public: values.text('public') === 'yes',
          };
          return meeting
            ? unwrap(
                api.PATCH('/api/v1/meetings/{meeting_id}', {
                  params: { path: { meeting_id: meeting.id }, header: ifMatch(meeting.version) },
                  body: said,
                }),
              )
            : unwrap(
                api.POST('/api/v1/meetings', {
                  body: { ...said, body_id: values.number('body_id') as number },
                }),
              );
        }}
        onDone={onClose}
      >
        {meeting ? null : (
          <Select
            name="body_id"
            label="Body"
            empty="Choose a body"
            options={bodies.map((body) => ({ value: String(body.id), label: body.name }))}
          />
        )}
        <TextField narrow name="held_on" type="date" label="Day" defaultValue={meeting?.held_on} />
        <TextField
          name="title"
          label="Title"
          hint="For example: Cabinet, September"
          defaultValue={meeting?.title}
        />
        <Choices
          kind="radios"
          name="public"
          label="In public"
          hint="Papers of a meeting in public become public when they are due, except for exempt parts."
          inline
          defaultValue={meeting?.public === false ? 'no' : 'yes'}
          choices={[
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ]}
        />
      </Form>
    </Dialog>
  );
}
