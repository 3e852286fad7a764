import { useSuspenseQuery } from '@tanstack/react-query';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { bodiesQuery } from '@/api/organisation';
import { periodOfCode } from '@/lib/periods';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { SummaryList } from '@/ui/SummaryList';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { targetOf } from './TargetsSection';

interface Props {
  target: Schema<'TargetRead'>;
  measured: Pick<Schema<'DefinitionRead'>, 'unit_of_measure' | 'decimals'>;
  name: string;
  onClose: () => void;
}

const CHOICES: Record<string, { label: string; hint: string }> = {
  approve: { label: 'Approve it', hint: "The period's figure is rated against it from now on." },
  decline: { label: 'Decline it', hint: 'It rates nothing. Say why below.' },
};

/** Approves or declines a proposed target. */
export function TargetDecisionDialog({ target, measured, name, onClose }: Props) {
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
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
              body: {
                action: values.text('action'),
                comment: values.text('comment'),
                body_id: values.number('body_id'),
                minute_reference: values.optional('minute_reference'),
                decided_on: values.optional('decided_on'),
              },
            }),
          )
        }
      >
        <Choices
          kind="radios"
          name="action"
          label="Decision"
          defaultValue={target.allowed_actions[0] ?? ''}
          choices={target.allowed_actions.map((action) => ({
            value: action,
            ...(CHOICES[action] ?? { label: action }),
          }))}
        />
        <TextArea name="comment" label="Comment" hint="Needed to decline it." rows={2} />
        <Select
          name="body_id"
          label="Decided by a body"
          optional
          empty="No body: by whoever records this"
          options={bodies.map((body) => ({ value: String(body.id), label: body.name }))}
        />
        <TextField name="minute_reference" label="Minute reference" optional narrow />
        <TextField name="decided_on" label="Decided on" optional type="date" narrow />
      </Form>
    </Dialog>
  );
}
