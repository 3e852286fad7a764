import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { useMayIn } from '@/api/session';
import { longDate, today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import styles from './Plans.module.css';

type Milestone = Schema<'MilestoneRead'>;

interface Props {
  activity: Schema<'ActivityDetail'>;
  mayEdit: boolean;
}

/** The steps of an activity. What they are is the plan's; when one was done, its service says. */
export function Milestones({ activity, mayEdit }: Props) {
  const ofService = useMayIn(activity.unit_id, 'edit_submission');
  const confirms = useMayIn(activity.unit_id, 'confirm_submission');
  const mayDo = mayEdit || ofService || confirms;
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<{ milestone: Milestone; what: 'plan' | 'done' } | null>(null);
  const columns: Column<Milestone>[] = [
    { key: 'Milestone', head: 'Milestone', heads: true, cell: (row) => row.title, text: (row) => row.title },
    { key: 'Due', head: 'Due', cell: (row) => longDate(row.due_on), text: (row) => row.due_on },
    { key: 'Done', head: 'Done', cell: doneWords, text: (row) => row.done_on },
  ];
  if (mayDo)
    columns.push({
      key: 'Edit',
      head: <span className="govuk-visually-hidden">Edit</span>,
      cell: (row) => (
        <span className={styles.links}>
          <LinkButton onClick={() => setEditing({ milestone: row, what: 'done' })}>
            {row.done_on ? 'Correct' : 'Mark as done'}
            <span className="govuk-visually-hidden"> {row.title}</span>
          </LinkButton>
          {mayEdit ? (
            <LinkButton onClick={() => setEditing({ milestone: row, what: 'plan' })}>
              Edit<span className="govuk-visually-hidden"> {row.title}</span>
            </LinkButton>
          ) : null}
        </span>
      ),
    });
  return (
    <section>
      <div className={styles.head}>
        <h2>Milestones</h2>
        {mayEdit ? <LinkButton onClick={() => setAdding(true)}>Add a milestone</LinkButton> : null}
      </div>
      <Table
        caption="Milestones"
        quiet
        columns={columns}
        rows={activity.milestones}
        rowKey={(row) => row.id}
        empty="No milestones have been set."
        download={`milestones-${activity.ref.toLowerCase().replaceAll(' ', '-')}`}
      />
      {adding ? <AddDialog activity={activity} onClose={() => setAdding(false)} /> : null}
      {editing?.what === 'plan' ? (
        <EditDialog milestone={editing.milestone} onClose={() => setEditing(null)} />
      ) : null}
      {editing?.what === 'done' ? (
        <DoneDialog milestone={editing.milestone} onClose={() => setEditing(null)} />
      ) : null}
    </section>
  );
}

function doneWords(row: Milestone) {
  if (row.done_on) return row.late ? `${longDate(row.done_on)}, late` : longDate(row.done_on);
  return row.overdue ? <strong>Overdue</strong> : 'Not yet';
}

function AddDialog({ activity, onClose }: { activity: Schema<'ActivityDetail'>; onClose: () => void }) {
  return (
    <Dialog title="Add a milestone" onClose={onClose}>
      <Form
        submit="Add the milestone"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/milestones', {
              body: { activity_id: activity.id, title: values.text('title'), due_on: values.day('due_on') },
            }),
          )
        }
      >
        <TextField name="title" label="Milestone" hint="What will then be done, so that anybody can tell." />
        <TextField name="due_on" label="Due" type="date" narrow />
      </Form>
    </Dialog>
  );
}

function EditDialog({ milestone, onClose }: { milestone: Milestone; onClose: () => void }) {
  return (
    <Dialog title="Edit the milestone" onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/milestones/{milestone_id}', {
              params: { path: { milestone_id: milestone.id }, header: ifMatch(milestone.version) },
              body: {
                title: values.text('title'),
                due_on: values.day('due_on'),
                position: values.chosen('position'),
              },
            }),
          )
        }
      >
        <TextField name="title" label="Milestone" defaultValue={milestone.title} />
        <TextField name="due_on" label="Due" type="date" narrow defaultValue={milestone.due_on} />
        <TextField
          name="position"
          label="Place in the order"
          inputMode="numeric"
          narrow
          defaultValue={milestone.position}
        />
      </Form>
    </Dialog>
  );
}

function DoneDialog({ milestone, onClose }: { milestone: Milestone; onClose: () => void }) {
  return (
    <Dialog title={milestone.done_on ? 'Correct when it was done' : 'Mark as done'} onClose={onClose}>
      <p>
        {milestone.title}, due {longDate(milestone.due_on)}. Everybody who reads the plan sees the day.
      </p>
      <Form
        submit="Save"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/milestones/{milestone_id}', {
              params: { path: { milestone_id: milestone.id }, header: ifMatch(milestone.version) },
              body: { done_on: values.optional('done_on') },
            }),
          )
        }
      >
        <TextField
          name="done_on"
          label="Done on"
          hint={milestone.done_on ? 'Empty says that it is not done after all.' : undefined}
          type="date"
          narrow
          defaultValue={milestone.done_on ?? today()}
        />
      </Form>
    </Dialog>
  );
}
