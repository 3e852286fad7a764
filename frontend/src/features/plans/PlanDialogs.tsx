import { useSuspenseQuery } from '@tanstack/react-query';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { bodiesQuery } from '@/api/organisation';
import { longDate } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';

interface Props {
  plan: Schema<'PlanTree'>;
  onClose: () => void;
}

export function EditPlanDialog({ plan, onClose }: Props) {
  return (
    <Dialog title={`Edit ${plan.title}`} onClose={onClose}>
      <Form
        submit="Save"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/plans/{plan_id}', {
              params: { path: { plan_id: plan.id }, header: ifMatch(plan.version) },
              body: {
                title: values.text('title'),
                start_on: values.day('start_on'),
                end_on: values.day('end_on'),
                next_review_on: values.optional('next_review_on'),
              },
            }),
          )
        }
      >
        <TextField name="title" label="Title" defaultValue={plan.title} />
        <TextField name="start_on" label="First day" type="date" narrow defaultValue={plan.start_on} />
        <TextField name="end_on" label="Last day" type="date" narrow defaultValue={plan.end_on} />
        <TextField
          name="next_review_on"
          label="Next review"
          optional
          type="date"
          narrow
          defaultValue={plan.next_review_on ?? ''}
        />
      </Form>
    </Dialog>
  );
}

/** Adopting is a decision on record, with the body that took it. */
export function AdoptDialog({ plan, onClose }: Props) {
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  return (
    <Dialog title="Adopt the plan" onClose={onClose}>
      <p>
        “{plan.title}” is then in force from {longDate(plan.start_on)} to {longDate(plan.end_on)}: quarterly
        returns ask for its activities, and everybody sees it as adopted. The decision stays on record.
      </p>
      <Form
        submit="Adopt the plan"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/plans/{plan_id}/decisions', {
              params: { path: { plan_id: plan.id }, header: ifMatch(plan.version) },
              body: {
                action: 'adopt',
                comment: values.optional('comment'),
                body_id: values.number('body_id'),
                minute_reference: values.optional('minute_reference'),
                decided_on: values.optional('decided_on'),
                next_review_on: values.optional('next_review_on'),
              },
            }),
          )
        }
      >
        <Select
          name="body_id"
          label="Adopted by"
          optional
          empty="No body: by whoever records this"
          options={bodies.map((body) => ({ value: String(body.id), label: body.name }))}
        />
        <TextField name="decided_on" label="Decided on" optional type="date" narrow />
        <TextField name="minute_reference" label="Minute reference" optional narrow />
        <TextField
          name="next_review_on"
          label="Review it on"
          optional
          hint="The performance team is reminded on its home page."
          type="date"
          narrow
        />
        <TextArea name="comment" label="Comment" optional rows={2} />
      </Form>
    </Dialog>
  );
}
