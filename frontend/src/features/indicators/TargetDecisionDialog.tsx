import { useSuspenseQuery } from '@tanstack/react-query';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { bodiesQuery } from '@/api/organisation';
import { things } from '@/lib/format';
import { periodOfCode } from '@/lib/periods';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { SummaryList } from '@/ui/SummaryList';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { targetOf } from './TargetsSection';

type Target = Schema<'TargetRead'>;

interface Props {
  target: Target;
  measured: Pick<Schema<'DefinitionRead'>, 'unit_of_measure' | 'decimals'>;
  name: string;
  onClose: () => void;
}

const CHOICES: Record<string, { label: string; hint: string }> = {
  approve: { label: 'Approve it', hint: "The period's figure is rated against it from now on." },
  decline: { label: 'Decline it', hint: 'It rates nothing. Say why below.' },
};

const CHOICES_OF_MANY: typeof CHOICES = {
  approve: { label: 'Approve them', hint: 'Figures of their periods are rated against them from now on.' },
  decline: { label: 'Decline them', hint: 'They rate nothing. Say why below.' },
};

/** Approves or declines a proposed target. */
export function TargetDecisionDialog({ target, measured, name, onClose }: Props) {
  return (
    <Dialog title={`Target for ${periodOfCode(target.period)}`} onClose={onClose}>
      <p>{name}</p>
      <SummaryList
        rows={[
          ['Target', targetOf(target, measured)],
          ['Why', target.rationale],
          ['Explained', Object.values(target.explanations).join('\n')],
        ]}
      />
      <Form
        submit="Record the decision"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/targets/{target_id}/decisions', {
              params: { path: { target_id: target.id }, header: ifMatch(target.version) },
              body: decided(values),
            }),
          )
        }
      >
        <DecisionFields actions={target.allowed_actions} choices={CHOICES} />
      </Form>
    </Dialog>
  );
}

interface ManyProps {
  targets: Target[];
  /** What is decided on, each in a line. */
  said: (target: Target) => string;
  onClose: () => void;
  onDone: () => void;
}

/** Approves or declines several proposed targets as one body did on one day: all of them, or none. */
export function TargetsDecisionDialog({ targets, said, onClose, onDone }: ManyProps) {
  const count = things(targets.length, 'target');
  return (
    <Dialog title={`Decide on ${count}`} onClose={onClose}>
      <details className="govuk-details">
        <summary className="govuk-details__summary">
          <span className="govuk-details__summary-text">The targets you chose</span>
        </summary>
        <ul className="govuk-list govuk-list--bullet">
          {targets.map((target) => (
            <li key={target.id}>{said(target)}</li>
          ))}
        </ul>
      </details>
      <Form
        submit="Record the decisions"
        onCancel={onClose}
        onDone={onDone}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/target-decisions', {
              body: { ...decided(values), target_ids: targets.map((target) => target.id) },
            }),
          )
        }
      >
        <DecisionFields actions={['approve', 'decline']} choices={CHOICES_OF_MANY} />
      </Form>
    </Dialog>
  );
}

function decided(values: FormValues) {
  return {
    action: values.text('action'),
    comment: values.text('comment'),
    body_id: values.number('body_id'),
    minute_reference: values.optional('minute_reference'),
    decided_on: values.optional('decided_on'),
  };
}

function DecisionFields({ actions, choices }: { actions: string[]; choices: typeof CHOICES }) {
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  return (
    <>
      <Choices
        kind="radios"
        name="action"
        label="Decision"
        defaultValue={actions[0] ?? ''}
        choices={actions.map((action) => ({ value: action, ...(choices[action] ?? { label: action }) }))}
      />
      <TextArea name="comment" label="Comment" hint="Needed to decline." rows={2} />
      <Select
        name="body_id"
        label="Decided by a body"
        optional
        empty="No body: by whoever records this"
        options={bodies.map((body) => ({ value: String(body.id), label: body.name }))}
      />
      <TextField name="minute_reference" label="Minute reference" optional narrow />
      <TextField name="decided_on" label="Decided on" optional type="date" narrow />
    </>
  );
}
