import { useSuspenseQuery } from '@tanstack/react-query';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { portfoliosQuery, postsQuery, standing, unitsQuery } from '@/api/organisation';
import { today } from '@/lib/dates';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';

interface Props {
  /** The activity that is changed; left out for a new one. */
  of?: Schema<'ActivityDetail'>;
  priorityId: number;
  plan: Pick<Schema<'PlanRead'>, 'start_on' | 'end_on'>;
  onClose: () => void;
}

/** Adds an activity to a priority, or changes what is planned of it. Its status is its service's to report. */
export function ActivityDialog({ of, priorityId, plan, onClose }: Props) {
  const day = today();
  const units = standing(useSuspenseQuery(unitsQuery()).data, day);
  const posts = useSuspenseQuery(postsQuery()).data;
  const portfolios = standing(useSuspenseQuery(portfoliosQuery()).data, day);
  return (
    <Dialog title={of ? `Edit ${of.ref}` : 'Add an activity'} onClose={onClose}>
      <p>Its status is reported by its service each quarter, and confirmed there.</p>
      <Form
        submit={of ? 'Save' : 'Add the activity'}
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) => send(values, of, priorityId)}
      >
        {of ? null : <TextField name="ref" label="Ref" hint="For example People 5." narrow />}
        <TextField name="title" label="Activity" defaultValue={of?.title} />
        <TextArea name="description" label="Description" optional rows={3} defaultValue={of?.description} />
        <Select
          name="unit_id"
          label="Service responsible"
          empty="Choose a service"
          options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
          defaultValue={of ? String(of.unit_id) : ''}
        />
        <Select
          name="lead_post_id"
          label="Lead"
          optional
          empty="No lead yet"
          options={posts.map((post) => ({ value: String(post.id), label: post.title }))}
          defaultValue={of?.lead_post_id ? String(of.lead_post_id) : ''}
        />
        <TextField
          name="start_on"
          label="Starts"
          optional
          type="date"
          narrow
          defaultValue={of?.start_on ?? ''}
        />
        <TextField name="due_on" label="Due" optional type="date" narrow defaultValue={of?.due_on ?? ''} />
        {of ? null : (
          <TextField
            name="valid_from"
            label="Reported on from"
            hint="Returns of quarters from this day on ask for it."
            type="date"
            narrow
            defaultValue={plan.start_on > day ? plan.start_on : day}
          />
        )}
        <TextField
          name="valid_to"
          label="Reported on until"
          optional
          type="date"
          narrow
          defaultValue={of ? (of.valid_to ?? '') : plan.end_on}
        />
        <Choices
          kind="checkboxes"
          name="portfolio_ids"
          label="Portfolios"
          optional
          defaultValue={of?.portfolio_ids.map(String) ?? []}
          choices={portfolios.map((each) => ({ value: String(each.id), label: each.name }))}
        />
      </Form>
    </Dialog>
  );
}

function send(values: FormValues, of: Schema<'ActivityDetail'> | undefined, priority_id: number) {
  const body = {
    title: values.text('title'),
    description: values.text('description'),
    unit_id: values.chosen('unit_id'),
    lead_post_id: values.number('lead_post_id'),
    start_on: values.optional('start_on'),
    due_on: values.optional('due_on'),
    valid_to: values.optional('valid_to'),
    portfolio_ids: values.all('portfolio_ids').map(Number),
  };
  if (of)
    return unwrap(
      api.PATCH('/api/v1/activities/{activity_id}', {
        params: { path: { activity_id: of.id }, header: ifMatch(of.version) },
        body,
      }),
    );
  return unwrap(
    api.POST('/api/v1/activities', {
      body: {
        ...body,
        priority_id,
        ref: values.text('ref'),
        status: 'not_started',
        valid_from: values.day('valid_from'),
      },
    }),
  );
}
