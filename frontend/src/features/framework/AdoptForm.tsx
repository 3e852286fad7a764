import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { AddBody } from '@/features/council/BodiesPage';
import { ruleTyped } from '@/features/indicators/RuleFields';
import { today } from '@/lib/dates';
import { Form, type FormValues } from '@/ui/Form';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { CalendarFields, calendarTyped } from './CalendarFields';
import { LegendFields, legendTyped } from './LegendFields';
import { MissingBodies } from './MissingBodies';
import { SchemeFields } from './SchemeFields';
import { StageList } from './StageList';
import { type Cycle, changed, type DraftStage, draftsOf, stagesSent } from './stages';

export type Start = Pick<Schema<'FrameworkVersionRead'>, 'name' | 'calendar' | 'rating_scheme' | 'legend'> & {
  stages: (Schema<'StageRead'> | Schema<'TemplateStage'>)[];
};

interface Props {
  start: Start;
  template: string | null;
  isFirst: boolean;
  bodies: Schema<'BodyRead'>[];
}

/** Every part of the version to adopt, on one page; the pictures of its chains follow as one edits. */
export function AdoptForm({ start, template, isFirst, bodies }: Props) {
  const navigate = useNavigate();
  const [chains, setChains] = useState<Record<Cycle, DraftStage[]>>(() => ({
    quarterly: draftsOf(start.stages, 'quarterly', bodies),
    annual: draftsOf(start.stages, 'annual', bodies),
  }));
  const [adding, setAdding] = useState<{ cycle: Cycle; index: number } | null>(null);
  const asked = adding ? chains[adding.cycle][adding.index] : undefined;

  async function adopt(values: FormValues) {
    return unwrap(
      api.POST('/api/v1/framework/versions', {
        body: {
          template,
          name: values.text('name'),
          effective_from: values.day('effective_from'),
          reason: values.text('reason'),
          calendar: calendarTyped(values),
          rating_scheme: ruleTyped(values, 'rating_scheme/') ?? start.rating_scheme,
          legend: legendTyped(values, start.legend),
          stages: stagesSent([...chains.quarterly, ...chains.annual]),
        },
      }),
    );
  }

  /** Gives new bodies to every stage that waits for one of their kind. */
  function fill(made: Schema<'BodyRead'>[]) {
    const filled = (stages: DraftStage[]) =>
      stages.map((stage) =>
        stage.body_id === null
          ? { ...stage, body_id: made.find((body) => body.kind === stage.body_kind)?.id ?? null }
          : stage,
      );
    setChains((now) => ({ quarterly: filled(now.quarterly), annual: filled(now.annual) }));
  }

  return (
    <>
      <MissingBodies stages={[...chains.quarterly, ...chains.annual]} bodies={bodies} onMade={fill} />
      <Form
        submit="Adopt this framework"
        onSubmit={adopt}
        onCancel={() => void navigate({ to: '/framework' })}
        onDone={() => navigate({ to: '/framework' })}
      >
        <TextField name="name" label="Name" defaultValue={start.name} />
        {(['quarterly', 'annual'] as const).map((cycle) => (
          <StageList
            key={cycle}
            cycle={cycle}
            stages={chains[cycle]}
            offset={cycle === 'annual' ? chains.quarterly.length : 0}
            bodies={bodies}
            onChange={(stages) => setChains((now) => ({ ...now, [cycle]: stages }))}
            onAddBody={(index) => setAdding({ cycle, index })}
          />
        ))}
        <CalendarFields of={start.calendar} />
        <SchemeFields of={start.rating_scheme} />
        <LegendFields of={start.legend} />
        <h2>From when, and why</h2>
        <TextField
          narrow
          name="effective_from"
          type="date"
          label="Holds from"
          hint="Rounds that open from this day on take their way by it. Those that are open keep the version they opened under."
          defaultValue={today()}
        />
        <TextArea
          name="reason"
          label="Why"
          hint={
            isFirst ? 'For example: adopted by Full Council on 20 May' : 'What changes, and who agreed to it'
          }
          optional={isFirst}
        />
      </Form>
      {adding && asked ? (
        <AddBody
          name={asked.body_kind ? undefined : asked.name}
          kind={asked.body_kind ?? (asked.kind === 'officer_review' ? 'cmt' : 'committee')}
          onClose={() => setAdding(null)}
          onDone={(body) =>
            setChains((now) => ({
              ...now,
              [adding.cycle]: changed(now[adding.cycle], adding.index, { body_id: body.id }),
            }))
          }
        />
      ) : null}
    </>
  );
}
