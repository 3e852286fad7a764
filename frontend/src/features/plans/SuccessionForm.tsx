import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { longDate } from '@/lib/dates';
import { things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { successionQuery } from './queries';
import { SuccessorRow } from './SuccessorRow';
import { type Chosen, linesOf, MAPPED, type Mapped, suggested } from './succession-lines';

interface Props {
  plan: Schema<'PlanTree'>;
  /** The adopted plans that could take its place. */
  others: Schema<'PlanRead'>[];
  succession: Schema<'PlanSuccessionRead'>;
}

const HEADS: Record<Mapped, string> = {
  priorities: 'Which priority takes the place of which',
  indicators: 'Which indicator goes on, or takes the place of which',
  activities: 'Which activity goes on in which',
};

/** Which plan takes its place, and what of it goes on in what of that; sent when the last dialog is agreed to. */
export function SuccessionForm({ plan, others, succession }: Props) {
  const [successor, setSuccessor] = useState('');
  const [chosen, setChosen] = useState<Chosen>({});
  const [asking, setAsking] = useState(false);
  const { data: next } = useQuery({ ...successionQuery(Number(successor)), enabled: successor !== '' });
  const other = others.find((each) => String(each.id) === successor);
  const lines = next ? linesOf(succession, next, chosen) : null;
  return (
    <>
      <div className="govuk-form-group">
        <label className="govuk-label govuk-label--s" htmlFor="successor">
          Superseded by
        </label>
        <select
          id="successor"
          className="govuk-select"
          value={successor}
          onChange={(event) => {
            setSuccessor(event.currentTarget.value);
            setChosen({});
          }}
        >
          <option value="">Choose an adopted plan</option>
          {others.map((each) => (
            <option key={each.id} value={each.id}>
              {each.title}
            </option>
          ))}
        </select>
      </div>
      {next
        ? MAPPED.map((part) => (
            <section key={part} aria-labelledby={`map-${part}`}>
              <h2 id={`map-${part}`}>{HEADS[part]}</h2>
              {succession[part].length === 0 ? <p>It has none.</p> : null}
              {succession[part].map((line) => (
                <SuccessorRow
                  key={`${successor} ${line.id}`}
                  line={line}
                  options={next[part]}
                  said={chosen[`${part}-${line.id}`] ?? suggested(line, next[part])}
                  onSay={(said) => setChosen({ ...chosen, [`${part}-${line.id}`]: said })}
                />
              ))}
            </section>
          ))
        : null}
      {lines ? (
        <Button warning onClick={() => setAsking(true)}>
          Supersede it
        </Button>
      ) : null}
      {asking && other && lines ? (
        <Supersede plan={plan} other={other} lines={lines} onClose={() => setAsking(false)} />
      ) : null}
    </>
  );
}

const COUNTED: Record<Mapped, [string, string]> = {
  priorities: ['priority', 'priorities'],
  indicators: ['indicator', 'indicators'],
  activities: ['activity', 'activities'],
};

interface Asked {
  plan: Schema<'PlanTree'>;
  other: Schema<'PlanRead'>;
  lines: NonNullable<ReturnType<typeof linesOf>>;
  onClose: () => void;
}

function Supersede({ plan, other, lines, onClose }: Asked) {
  const navigate = useNavigate();
  const dropped = lines.indicators.filter((line) => line.to_id === null).length;
  const said = MAPPED.map((part) => {
    const [one, many] = COUNTED[part];
    return things(new Set(lines[part].map((line) => line.from_id)).size, one, many);
  });
  return (
    <Dialog title="Supersede the plan" onClose={onClose}>
      <p>
        “{plan.title}” then stays to be read but is no longer changed. “{other.title}” takes its place; a
        quarter that began before is still reported on by both. You have said what becomes of{' '}
        {said.slice(0, -1).join(', ')} and {said.at(-1)}.
      </p>
      {dropped > 0 ? (
        <p>
          {things(dropped, 'indicator')} that nothing follows {dropped === 1 ? 'is' : 'are'} asked for no more
          after the last day of this plan, unless another plan needs {dropped === 1 ? 'it' : 'them'}.
        </p>
      ) : null}
      <Form
        submit="Supersede it"
        warning
        onCancel={onClose}
        onDone={() => navigate({ to: '/plans/$planId', params: { planId: String(plan.id) } })}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/plans/{plan_id}/decisions', {
              params: { path: { plan_id: plan.id }, header: ifMatch(plan.version) },
              body: {
                action: 'supersede',
                superseded_by_id: other.id,
                superseded_on: values.optional('superseded_on'),
                comment: values.optional('comment'),
                ...lines,
              },
            }),
          )
        }
      >
        <TextField
          name="superseded_on"
          label="First day of the new plan's reporting"
          optional
          hint={`Left empty, today, or the day after ${longDate(plan.end_on)} where that is over.`}
          type="date"
          narrow
        />
        <TextArea name="comment" label="Comment" optional rows={2} />
      </Form>
    </Dialog>
  );
}
