import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { REVIEW_OUTCOMES } from './words';

/** The steps of a plan's way, in the order in which they come; superseding has a page of its own. */
export const STEPS = [
  { action: 'adopt', label: 'Adopt the plan' },
  { action: 'consult', label: 'Consult on it' },
  { action: 'end_consultation', label: 'End the consultation' },
  { action: 'withdraw_consultation', label: 'Withdraw the consultation' },
  { action: 'redraft', label: 'Back to draft' },
  { action: 'review', label: 'Record a review' },
] as const;
export type PlanStep = (typeof STEPS)[number]['action'];

type Body = Schema<'PlanDecision'>;

const SAID: Record<
  Exclude<PlanStep, 'adopt'>,
  { what: string; submit: string; body: (values: FormValues) => Partial<Body> }
> = {
  consult: {
    what: 'Everybody in the council then sees the plan as out to consultation. It stays as it is until the consultation has ended, so that all who take part read the same.',
    submit: 'Open the consultation',
    body: (values) => ({
      opens_on: values.optional('opens_on'),
      closes_on: values.optional('closes_on'),
      how: values.text('how'),
    }),
  },
  end_consultation: {
    what: 'What was heard and what changed because of it stays on record with the plan. You can then change the plan, and adopt it.',
    submit: 'End the consultation',
    body: (values) => ({
      ended_on: values.optional('ended_on'),
      heard: values.text('heard'),
      changed: values.text('changed'),
    }),
  },
  withdraw_consultation: {
    what: 'The consultation ends without a result and the plan is a draft again. The reason stays on record.',
    submit: 'Withdraw it',
    body: (values) => ({ comment: values.text('comment') }),
  },
  redraft: {
    what: 'The plan is a draft again, seen by its own service and the performance team. The consultation stays on record.',
    submit: 'Back to draft',
    body: (values) => ({ comment: values.text('comment') }),
  },
  review: {
    what: 'The review stays on record and everybody reads it. The plan itself stays as it is: change it, or supersede it, afterwards.',
    submit: 'Record the review',
    body: (values) => ({
      reviewed_on: values.optional('reviewed_on'),
      outcome: (values.optional('outcome') as Body['outcome']) ?? null,
      changed: values.text('changed'),
      next_review_on: values.optional('next_review_on'),
    }),
  },
};

interface Props {
  plan: Schema<'PlanTree'>;
  step: Exclude<PlanStep, 'adopt'>;
  onClose: () => void;
}

/** A step of a plan's way: what it does, what it takes, and the button that takes it. */
export function LifeDialog({ plan, step, onClose }: Props) {
  const said = SAID[step];
  return (
    <Dialog title={STEPS.find(({ action }) => action === step)?.label ?? ''} onClose={onClose}>
      <p>{said.what}</p>
      <Form
        submit={said.submit}
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/plans/{plan_id}/decisions', {
              params: { path: { plan_id: plan.id }, header: ifMatch(plan.version) },
              body: { action: step, ...said.body(values) } as Body,
            }),
          )
        }
      >
        <StepFields step={step} />
      </Form>
    </Dialog>
  );
}

function StepFields({ step }: { step: Props['step'] }) {
  switch (step) {
    case 'consult':
      return (
        <>
          <TextField name="opens_on" label="Opens on" type="date" narrow />
          <TextField name="closes_on" label="Closes on" type="date" narrow />
          <TextArea
            name="how"
            label="How people take part"
            hint="A survey, meetings, whom you ask in particular."
          />
        </>
      );
    case 'end_consultation':
      return (
        <>
          <TextField name="ended_on" label="Ended on" optional hint="Left empty, today." type="date" narrow />
          <TextArea name="heard" label="What was heard" hint="How many took part, and what they said." />
          <TextArea
            name="changed"
            label="What changed because of it"
            hint="Or why nothing did. Files can be added to the consultation afterwards."
          />
        </>
      );
    case 'review':
      return (
        <>
          <TextField
            name="reviewed_on"
            label="Reviewed on"
            optional
            hint="Left empty, today."
            type="date"
            narrow
          />
          <Select
            name="outcome"
            label="What it came to"
            empty="Choose"
            options={Object.entries(REVIEW_OUTCOMES).map(([value, label]) => ({ value, label }))}
          />
          <TextArea name="changed" label="What changes because of it" hint="Or why nothing does." />
          <TextField name="next_review_on" label="Review it again on" optional type="date" narrow />
        </>
      );
    default:
      return <TextArea name="comment" label="Why" rows={3} />;
  }
}
