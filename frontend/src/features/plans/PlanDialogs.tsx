import { useSuspenseQuery } from '@tanstack/react-query';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { bodiesQuery } from '@/api/organisation';
import { longDate } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { plansQuery } from './queries';
import { SuccessionFields, successionsTyped } from './SuccessionFields';

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
              },
            }),
          )
        }
      >
        <TextField name="title" label="Title" defaultValue={plan.title} />
        <TextField name="start_on" label="First day" type="date" narrow defaultValue={plan.start_on} />
        <TextField name="end_on" label="Last day" type="date" narrow defaultValue={plan.end_on} />
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
        <TextArea name="comment" label="Comment" optional rows={2} />
      </Form>
    </Dialog>
  );
}

/** A plan is superseded by another, never overwritten. */
export function SupersedeDialog({ plan, onClose }: Props) {
  const { data: plans } = useSuspenseQuery(plansQuery('adopted'));
  const others = plans.filter((each) => each.id !== plan.id);
  return (
    <Dialog title="Supersede the plan" onClose={onClose}>
      {others.length === 0 ? (
        <>
          <Notice>
            <p>
              No other plan is adopted. Make and adopt the plan that takes its place first; until then this
              one stays in force.
            </p>
          </Notice>
          <button type="button" className="govuk-button govuk-button--secondary" onClick={onClose}>
            Close
          </button>
        </>
      ) : (
        <>
          <p>
            “{plan.title}” then stays to be read but is no longer changed or reported on. Everybody sees which
            plan took its place.
          </p>
          <Form
            submit="Supersede it"
            warning
            onCancel={onClose}
            onDone={onClose}
            onSubmit={(values) =>
              unwrap(
                api.POST('/api/v1/plans/{plan_id}/decisions', {
                  params: { path: { plan_id: plan.id }, header: ifMatch(plan.version) },
                  body: {
                    action: 'supersede',
                    superseded_by_id: values.number('superseded_by_id'),
                    superseded_on: values.optional('superseded_on'),
                    comment: values.optional('comment'),
                    priorities: successionsTyped(values, plan),
                  },
                }),
              )
            }
          >
            <SuccessionFields plan={plan} others={others} />
            <TextField
              name="superseded_on"
              label="First day of the new plan's reporting"
              optional
              hint="Left empty, today, or the day after this plan's last."
              type="date"
              narrow
            />
            <TextArea name="comment" label="Comment" optional rows={2} />
          </Form>
        </>
      )}
    </Dialog>
  );
}
