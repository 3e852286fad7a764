import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { longDate, today } from '@/lib/dates';
import { shortPeriod } from '@/lib/periods';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { roundsQuery } from './queries';
import { ROUND_ACTIONS } from './round-words';

type Round = Schema<'RoundDetail'>;
const FIRST = ['open', 'close'];

/** What may be decided on the round now; `children` stands beside the first of it. */
export function RoundDecisions({ round, children }: { round: Round; children?: ReactNode }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const offered = round.allowed_actions.filter((action) => ROUND_ACTIONS[action]);
  const first = offered.filter((action) => FIRST.includes(action));
  const rest = offered.filter((action) => !FIRST.includes(action));
  return (
    <>
      <div className="govuk-button-group">
        {first.map((action) => (
          <Button key={action} onClick={() => setChosen(action)}>
            {ROUND_ACTIONS[action]?.label}
          </Button>
        ))}
        {children}
        {rest.map((action) => (
          <Button key={action} secondary onClick={() => setChosen(action)}>
            {ROUND_ACTIONS[action]?.label}
          </Button>
        ))}
      </div>
      {chosen ? <DecisionDialog round={round} action={chosen} onClose={() => setChosen(null)} /> : null}
    </>
  );
}

interface DialogProps {
  round: Round;
  action: string;
  onClose: () => void;
}

/** When the services have to send, and that they would all be late where that day has passed. */
function Due({ round }: { round: Round }) {
  if (round.due_on >= today()) return <p>Submissions are due on {longDate(round.due_on)}.</p>;
  return (
    <Notice kind="warning" title="All services will be late at once">
      <p>
        Submissions were due on {longDate(round.due_on)}. To give them time, cancel this round and plan it
        again with another day; or open it, and give more time to all services on its page.
      </p>
    </Notice>
  );
}

function DecisionDialog({ round, action, onClose }: DialogProps) {
  const words = ROUND_ACTIONS[action];
  const { data: rounds } = useSuspenseQuery(roundsQuery());
  if (!words) return null;
  const continues = action === 'defer' || action === 'merge';
  const later = rounds.filter((each) => isLater(each, round, rounds));
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p>{(round.cycle === 'annual' && words.annual) || words.what}</p>
      {action === 'open' ? <Due round={round} /> : null}
      {continues && later.length === 0 ? (
        <>
          <Notice kind="warning">
            There is no round of a later quarter yet that could ask for these figures.{' '}
            <Link to="/rounds/new">Plan that round</Link> first.
          </Notice>
          <Button secondary onClick={onClose}>
            Close
          </Button>
        </>
      ) : (
        <Form
          submit={words.label}
          warning={words.warning}
          onCancel={onClose}
          onSubmit={(values) =>
            unwrap(
              api.POST('/api/v1/rounds/{round_id}/decisions', {
                params: { path: { round_id: round.id }, header: ifMatch(round.version) },
                body: {
                  action,
                  comment: values.optional('comment'),
                  stage: values.optional('stage'),
                  continued_in: values.number('continued_in'),
                },
              }),
            )
          }
          onDone={onClose}
        >
          {action === 'skip_stage' ? <StageChoice round={round} /> : null}
          {continues ? (
            <Select
              name="continued_in"
              label="Reported in the round of"
              options={later.map((each) => ({ value: String(each.id), label: each.period_label }))}
            />
          ) : null}
          {words.reason ? <TextArea name="comment" label={words.reason} rows={3} /> : null}
        </Form>
      )}
    </Dialog>
  );
}

function StageChoice({ round }: { round: Round }) {
  const open = round.stages.filter((stage) => stage.state === 'open' && stage.optional);
  return (
    <Select
      name="stage"
      label="Stage"
      options={open.map((stage) => ({ value: stage.key, label: stage.name }))}
    />
  );
}

/** Rounds are listed newest period first: what stands before this one is of a later quarter. */
function isLater(each: Schema<'RoundRead'>, round: Round, rounds: Schema<'RoundRead'>[]) {
  const place = rounds.findIndex((other) => other.id === round.id);
  return rounds.indexOf(each) < place && shortPeriod(each.period_label) !== shortPeriod(round.period_label)
    ? each.state === 'planned' || each.state === 'collecting'
    : false;
}
