import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { meetingWords } from '@/features/reports/edition-words';
import { meetingsOfAllQuery } from '@/features/reports/queries';
import { today } from '@/lib/dates';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { submissionsOfRoundQuery } from './queries';
import { type Action, consequences, returnable } from './review-words';

interface Props {
  edition: Schema<'EditionDetail'>;
  awaited: Schema<'AwaitedDecision'>;
  /** The stage, with the portfolio where it is one holder's. */
  name: string;
  action: Action;
  onClose: () => void;
  onDone: () => void;
}

const WORDS: Record<Action, { title: string; past: string; comment: string }> = {
  approve: { title: 'Approve', past: 'approved', comment: 'Comment' },
  note: { title: 'Note', past: 'noted', comment: 'Comment' },
  return: {
    title: 'Return',
    past: 'returned',
    comment: 'Why it is returned, and which parts have to change',
  },
};

/** Takes or records one decision: says what follows from it, who is told, and asks what it needs. */
export function DecideDialog({ edition, awaited, name, action, onClose, onDone }: Props) {
  const words = WORDS[action];
  const members = awaited.kind === 'member_body';
  const others = edition.awaiting.filter((each) => each.stage === awaited.stage && each !== awaited).length;

  const held = { figures: edition.content.figures.length, proposals: edition.proposals?.length ?? null };
  const title = members
    ? `Record that ${name} ${words.past} edition ${edition.number}?`
    : `${words.title} edition ${edition.number} (${name})?`;

  function send(values: FormValues) {
    return unwrap(
      api.POST('/api/v1/packs/{edition_id}/decisions', {
        params: { path: { edition_id: edition.id }, header: ifMatch(edition.version) },
        body: {
          action,
          stage: awaited.stage,
          portfolio: awaited.portfolio,
          comment: values.optional('comment'),
          meeting_id: values.number('meeting_id'),
          minute_reference: values.optional('minute_reference'),
          decided_on: values.optional('decided_on'),
          submission_ids: values.all('submission_ids').map(Number),
        },
      }),
    );
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <ul className="govuk-list govuk-list--bullet">
        {consequences(awaited, action, held, others).map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <Form
        submit={members ? `Record as ${words.past}` : words.title}
        warning={action === 'return'}
        onCancel={onClose}
        onSubmit={send}
        onDone={onDone}
      >
        {members ? <Meeting edition={edition} awaited={awaited} /> : null}
        {action === 'return' ? <ReturnedParts edition={edition} portfolio={awaited.portfolio} /> : null}
        <TextArea
          name="comment"
          rows={4}
          label={words.comment}
          optional={action !== 'return'}
          hint={members ? 'The words of the minutes, where there are any.' : undefined}
        />
      </Form>
    </Dialog>
  );
}

/** When and where members decided, and under which minute. */
function Meeting({ edition, awaited }: Pick<Props, 'edition' | 'awaited'>) {
  const { data: meetings } = useSuspenseQuery(meetingsOfAllQuery());
  const issue = edition.issues.find((each) => each.body_id === awaited.body_id);
  const of = meetings.filter((each) => each.body_id === awaited.body_id && each.held_on <= today());
  const known = of.find((each) => each.id === issue?.meeting_id);
  return (
    <>
      <Select
        name="meeting_id"
        label="Meeting"
        optional
        empty="As the papers were issued for"
        options={of.map((each) => ({ value: String(each.id), label: meetingWords(each) }))}
        defaultValue={known ? String(known.id) : ''}
      />
      <TextField
        name="decided_on"
        label="Decided on"
        type="date"
        narrow
        max={today()}
        defaultValue={known?.held_on ?? today()}
      />
      <TextField name="minute_reference" label="Minute reference" optional narrow />
    </>
  );
}

interface PartsProps {
  edition: Props['edition'];
  portfolio: string | null;
}

/** The whole report, or the services whose part has to change. */
function ReturnedParts({ edition, portfolio }: PartsProps) {
  const { data: submissions } = useSuspenseQuery(submissionsOfRoundQuery(edition.round_id));
  const [whole, setWhole] = useState(false);
  const services = returnable(submissions, edition.content, portfolio);
  if (services.length === 0) {
    return (
      <p>
        Name the services or parts in your reason: the performance team then sends the submissions concerned
        back to their services.
      </p>
    );
  }
  return (
    <>
      <Choices
        kind="radios"
        name="extent"
        label="What goes back"
        choices={[
          { value: 'parts', label: 'Some services' },
          {
            value: 'whole',
            label: portfolio ? 'All services of the portfolio' : 'The whole report, to all services',
          },
        ]}
        defaultValue="parts"
        onChange={(extent) => setWhole(extent === 'whole')}
      />
      {whole ? (
        services.map((each) => <input key={each.id} type="hidden" name="submission_ids" value={each.id} />)
      ) : (
        <Choices
          kind="checkboxes"
          name="submission_ids"
          label="Which services"
          hint="Their submissions go back to them with your reason. With none chosen, only the performance team’s check is done again."
          choices={services.map((each) => ({ value: String(each.id), label: each.unit.name }))}
        />
      )}
    </>
  );
}
