import { api, type Schema, unwrap } from '@/api/client';
import { faultAt } from '@/api/problems';
import { RATINGS } from '@/lib/status';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { StatusTag } from '@/ui/StatusTag';
import { TextArea } from '@/ui/TextArea';

interface Props {
  figure: Schema<'ObservationRead'>;
  onClose: () => void;
}

const CHOICES = (['green', 'amber', 'red'] as const).map((rating) => ({
  value: rating,
  label: <StatusTag {...RATINGS[rating]} />,
}));

/** Rates a figure otherwise than its rule does, with the reason that everybody reads. */
export function OverrideDialog({ figure, onClose }: Props) {
  return (
    <Dialog title="Rate by judgement" onClose={onClose}>
      <p>
        Your rating takes the place of the one that the rule gives. Everybody who sees the figure reads your
        name or post and the reason, in the papers too. It stands until the figure, its target or its rule
        changes.
      </p>
      <Form
        submit="Rate by judgement"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={async (values) => {
          const rating = CHOICES.find((choice) => choice.value === values.text('rating'))?.value;
          if (!rating) throw faultAt('rating', 'Choose a rating.');
          return unwrap(
            api.POST('/api/v1/observations/{observation_id}/rating-overrides', {
              params: { path: { observation_id: figure.id } },
              body: { rating, reason: values.text('reason') },
            }),
          );
        }}
      >
        <Choices
          kind="radios"
          name="rating"
          label="Rating"
          choices={CHOICES}
          defaultValue={figure.override_reason ? figure.rating : ''}
        />
        <TextArea
          name="reason"
          label="Why"
          hint="For example: the count was delayed by the strike, and the first weeks of the next quarter are on target."
          defaultValue={figure.override_reason ?? ''}
        />
      </Form>
    </Dialog>
  );
}
