import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { leavingQuery, peopleQuery } from './queries';

interface Props {
  person: Schema<'PersonRead'>;
  onClose: () => void;
}

/** Lets somebody leave: what they still have, who takes over, and their last day. */
export function Leave({ person, onClose }: Props) {
  const { data: leaving } = useSuspenseQuery(leavingQuery(person.id));
  const { data: people } = useSuspenseQuery(peopleQuery());
  const others = people.filter((each) => each.active && !each.left_on && each.id !== person.id);
  return (
    <Dialog title={`${person.name} leaves`} onClose={onClose}>
      <p>
        With the end of their last day their posts, roles and delegations end, and they cannot sign in. What
        they did stays on record.
      </p>
      <h3>What they still have</h3>
      {leaving.possessions.length === 0 ? (
        <p>Nothing that somebody would have to take over.</p>
      ) : (
        <ul className="govuk-list govuk-list--bullet">
          {leaving.possessions.map((each) => (
            <li key={`${each.kind}-${each.id}`}>
              <Possession of={each} />
            </li>
          ))}
        </ul>
      )}
      <Form
        submit="Set the last day"
        warning
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/people/{person_id}/leaving', {
              params: { path: { person_id: person.id }, header: ifMatch(person.version) },
              body: { last_day: values.day('last_day'), successor_id: values.number('successor_id') },
            }),
          )
        }
        onDone={onClose}
      >
        <TextField
          narrow
          name="last_day"
          type="date"
          label="Last day"
          hint="Yesterday shuts them out at once."
          defaultValue={today()}
        />
        <Select
          name="successor_id"
          label="Who takes over"
          hint="They have the posts from the day after, and the actions and programs at once. Without anybody, posts stay empty and the programs' tokens end."
          optional
          empty="Nobody yet"
          options={others.map((each) => ({ value: String(each.id), label: each.name }))}
        />
      </Form>
    </Dialog>
  );
}

function Possession({ of }: { of: Schema<'PossessionRead'> }) {
  const id = String(of.id);
  if (of.kind === 'post')
    return (
      <>
        Post:{' '}
        <Link to="/posts/$postId" params={{ postId: id }}>
          {of.label}
        </Link>
      </>
    );
  if (of.kind === 'action')
    return (
      <>
        Action{' '}
        <Link to="/actions/$actionId" params={{ actionId: id }}>
          {of.label}
        </Link>
      </>
    );
  return (
    <>
      Answers for the program{' '}
      <Link to="/clients/$clientId" params={{ clientId: id }}>
        {of.label}
      </Link>
    </>
  );
}
