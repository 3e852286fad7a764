import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useKnownAs } from '@/api/known-as';
import { dueDate, moment } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { About } from './About';
import { ChangeAction } from './ChangeAction';
import { DecisionDialog } from './DecisionDialog';
import { MoveDue } from './MoveDue';
import { Notes } from './Notes';
import { Overdue } from './Overdue';
import { actionQuery, dueChangesQuery, unitsQuery } from './queries';
import { Source } from './Source';
import { decisionWords, stateWords } from './words';

/** One action: what is asked, how far it is, and what can be done with it now. */
export function ActionPage() {
  const { actionId } = useParams({ from: '/staff/actions/$actionId' });
  const { data: action } = useSuspenseQuery(actionQuery(Number(actionId)));
  const { data: moves } = useSuspenseQuery(dueChangesQuery(action.id));
  const { data: units } = useSuspenseQuery(unitsQuery());
  const knownAs = useKnownAs();
  const [open, setOpen] = useState<string | null>(null);
  const decisions = action.allowed_actions.filter((each) => each !== 'update');
  const mayFollow = action.state === 'open' && decisions.length > 0;
  return (
    <>
      <PageTitle
        caption={`Action ${action.ref}`}
        crumbs={[{ label: 'Actions', to: '/actions' }]}
        title={`${action.ref} ${action.what}`}
      >
        {action.what}
      </PageTitle>
      {action.state === 'awaiting_closure' ? (
        <Notice title="Reported done, waiting to be confirmed">
          <p>
            {knownAs(action.reported_done_by)} reported it done
            {action.reported_done_at ? ` on ${moment(action.reported_done_at)}` : ''}: {action.outcome}
          </p>
        </Notice>
      ) : null}
      <SummaryList
        rows={[
          ['State', <StateTag key="state" state={stateWords(action.state)} strong={action.overdue} />],
          ['Whom', action.whom],
          ['Service', units.find((unit) => unit.id === action.unit_id)?.name],
          ['When', <Overdue key="due" action={action} />],
          ['Raised from', <Source key="source" action={action} />],
          ['Raised by', `${knownAs(action.raised_by)}, ${moment(action.raised_at)}`],
          ['About', <About key="about" action={action} />],
          ['Outcome', action.state === 'awaiting_closure' ? null : action.outcome],
          ['Closed', action.closed_at ? `${moment(action.closed_at)} by ${knownAs(action.closed_by)}` : null],
        ]}
      />
      <div className="govuk-button-group">
        {decisions.map((each, index) => (
          <Button key={each} secondary={index > 0 || each === 'reopen'} onClick={() => setOpen(each)}>
            {decisionWords(each).button}
          </Button>
        ))}
        {mayFollow ? (
          <>
            <Button secondary onClick={() => setOpen('due')}>
              Move its day
            </Button>
            <Button secondary onClick={() => setOpen('change')}>
              Change whom or what
            </Button>
          </>
        ) : null}
      </div>
      {moves.length > 0 ? (
        <section aria-labelledby="moves">
          <h2 id="moves">Its day was moved</h2>
          <ul>
            {moves.map((move) => (
              <li key={move.id}>
                From {dueOf(move.from_due)} to {dueOf(move.to_due)}: {move.reason} ({knownAs(move.changed_by)}
                , {moment(move.changed_at)})
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <Notes actionId={action.id} mayWrite={mayFollow} />
      {open === 'due' ? <MoveDue action={action} onClose={() => setOpen(null)} /> : null}
      {open === 'change' ? <ChangeAction action={action} onClose={() => setOpen(null)} /> : null}
      {open && decisions.includes(open) ? (
        <DecisionDialog action={action} decision={open} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}

function dueOf(due: string) {
  return dueDate(due.length === 7 ? `${due}-01` : due, due.length === 7 ? 'month' : 'day');
}
