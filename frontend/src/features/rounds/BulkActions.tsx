import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { longDate } from '@/lib/dates';
import { sentence, things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { ChosenBar } from '@/ui/Choosing';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { BULK_ACTIONS, type BulkAction } from './round-words';

type Submission = Schema<'SubmissionRead'>;

interface Props {
  roundId: number;
  actions: BulkAction[];
  chosen: Submission[];
  onDone: () => void;
}

/** What can be done with the services chosen on the board, and what came of it, service by service. */
export function BulkActions({ roundId, actions, chosen, onDone }: Props) {
  const [action, setAction] = useState<BulkAction | null>(null);
  const [result, setResult] = useState<Schema<'BulkResult'> | null>(null);
  return (
    <>
      {result ? <Result of={result} /> : null}
      <ChosenBar
        words={
          chosen.length === 0
            ? 'Choose services to remind, give more time or return several at once. Open one to read it, or to enter on its behalf.'
            : `${things(chosen.length, 'service')} chosen`
        }
      >
        {chosen.length === 0
          ? null
          : actions.map((each) => (
              <Button key={each} secondary onClick={() => setAction(each)}>
                {BULK_ACTIONS[each].label}
              </Button>
            ))}
      </ChosenBar>
      {action ? (
        <BulkDialog
          roundId={roundId}
          action={action}
          chosen={chosen}
          onClose={() => setAction(null)}
          onDone={(done) => {
            setResult(done);
            setAction(null);
            onDone();
          }}
        />
      ) : null}
    </>
  );
}

interface DialogProps {
  roundId: number;
  action: BulkAction;
  chosen: Submission[];
  onClose: () => void;
  onDone: (result: Schema<'BulkResult'>) => void;
}

function BulkDialog({ roundId, action, chosen, onClose, onDone }: DialogProps) {
  const words = BULK_ACTIONS[action];
  const [takes] = useState(() => chosen.filter((each) => each.allowed_actions.includes(action)));
  const [leftOut] = useState(() => chosen.filter((each) => !each.allowed_actions.includes(action)));
  const names = leftOut.map((each) => `${each.unit.name} (${sentence(each.state).toLowerCase()})`);
  if (takes.length === 0) {
    return (
      <Dialog title={`${words.label}: not possible now`} onClose={onClose}>
        <p>
          None of the services you chose can be {words.done} as they stand: {names.join(', ')}.
        </p>
        <Button secondary onClick={onClose}>
          Close
        </Button>
      </Dialog>
    );
  }
  return (
    <Dialog title={`${words.title} ${things(takes.length, 'service')}?`} onClose={onClose}>
      <p>{words.what}</p>
      <ul className="govuk-list govuk-list--bullet">
        {takes.map((each) => (
          <li key={each.id}>{each.unit.name}</li>
        ))}
      </ul>
      {names.length > 0 ? (
        <Notice>Left out, because it does not apply to them now: {names.join(', ')}.</Notice>
      ) : null}
      <Form
        submit={`${words.label}${action === 'extend' ? ' to' : ''} ${things(takes.length, 'service')}`}
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/rounds/{round_id}/bulk-decisions', {
              params: { path: { round_id: roundId } },
              body: {
                action,
                submission_ids: takes.map((each) => each.id),
                comment: values.optional('comment'),
                due_on: values.optional('due_on'),
              },
            }),
          )
        }
        onDone={onDone}
      >
        {action === 'extend' ? (
          <TextField name="due_on" label="New day to submit by" type="date" narrow />
        ) : null}
        {action === 'remind' ? null : (
          <TextArea
            name="comment"
            rows={3}
            label={action === 'return' ? 'What has to change' : 'Why they get more time'}
            hint="The services read this."
          />
        )}
      </Form>
    </Dialog>
  );
}

function Result({ of }: { of: Schema<'BulkResult'> }) {
  const done = BULK_ACTIONS[of.action].done;
  return (
    <Notice kind="success" title={`${things(of.rows.length, 'service')} ${done}`}>
      <ul className="govuk-list govuk-list--bullet">
        {of.rows.map((row) => (
          <li key={row.submission_id}>
            {row.unit.name}: {done}, due on {longDate(row.due_on)} ({sentence(row.state).toLowerCase()})
          </li>
        ))}
      </ul>
    </Notice>
  );
}
