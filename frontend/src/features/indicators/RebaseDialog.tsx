import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { faultAt } from '@/api/problems';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';

interface Props {
  process: Schema<'ProcessRead'>;
  onClose: () => void;
}

/** Has limits begin anew with a period, because what is behind the figures has changed for good. */
export function RebaseDialog({ process, onClose }: Props) {
  const figures = process.points.filter((each) => each.value !== null);
  const [period, setPeriod] = useState('');
  const after = figures.length - figures.findIndex((each) => each.period === period);
  return (
    <Dialog title="Record a rebase" onClose={onClose}>
      <p>
        Mean and limits begin anew with the period that you choose. Do this where the process has changed for
        good and you know why, not to make a signal go away. Everybody reads your name or post and the reason;
        it can be withdrawn.
      </p>
      <Form
        submit="Record the rebase"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={async (values) => {
          if (process.series_id === null || !values.text('period'))
            throw faultAt('period', 'Choose the first period of the new limits.');
          return unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/rebases', {
              params: { path: { indicator_id: process.indicator_id } },
              body: {
                series_id: process.series_id,
                period: values.text('period'),
                reason: values.text('reason'),
              },
            }),
          );
        }}
      >
        <Select
          name="period"
          label="First period of the new limits"
          empty="Choose a period"
          options={figures
            .slice(1)
            .reverse()
            .map((each) => ({ value: each.period, label: each.period_label }))}
          onChange={(event) => setPeriod(event.target.value)}
        />
        {period ? (
          <p role="status">
            {after < process.fewest
              ? `From there ${after === 1 ? 'is 1 figure' : `are ${after} figures`}: there will be no limits until there are ${process.fewest}.`
              : `The new limits will rest on ${after} figures.`}
          </p>
        ) : null}
        <TextArea
          name="reason"
          label="What has changed"
          hint="For example: case officers took over lettings from the contractor on 1 April 2024."
        />
      </Form>
    </Dialog>
  );
}
