import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useMayIn } from '@/api/session';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { indicatorQuery } from './queries';
import { RuleFields, ruleTyped } from './RuleFields';
import { RuleWords } from './RuleSection';
import { RuleTrial } from './RuleTrial';
import { ruleSentences } from './words';

interface Tried {
  body: Schema<'RuleCreate'>;
  result: Schema<'RuleTried'>;
}

/** A new rating rule: tried on the figures there are, and only then adopted. */
export function RatingRulePage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/rule' });
  const id = Number(indicatorId);
  const navigate = useNavigate();
  const { data: indicator } = useSuspenseQuery(indicatorQuery(id));
  const [tried, setTried] = useState<Tried | null>(null);
  const [adopting, setAdopting] = useState(false);
  const back = () => navigate({ to: '/indicators/$indicatorId', params: { indicatorId } });
  const mayEdit = useMayIn(indicator.unit_id, 'edit_indicator');
  const crumbs = [
    { label: 'Indicators', to: '/indicators' },
    { label: indicator.ref, to: `/indicators/${indicatorId}` },
  ];

  async function tryRule(values: FormValues) {
    const body = { ...bodyOf(values), reason: '' };
    const result = await unwrap(
      api.POST('/api/v1/indicators/{indicator_id}/rating-rules', {
        params: { path: { indicator_id: id }, query: { dry_run: true } },
        body,
      }),
    );
    setTried({ body, result: result as Schema<'RuleTried'> });
  }

  if (!mayEdit) return <NotAllowed title="Change the rating rule" crumbs={crumbs} />;
  return (
    <>
      <PageTitle caption={`${indicator.ref} ${indicator.name}`} crumbs={crumbs}>
        {indicator.rating_rule ? 'Change the rating rule' : 'Set a rating rule'}
      </PageTitle>
      {indicator.rating_rule ? (
        <>
          <h2>How it is rated now</h2>
          <RuleWords rule={indicator.rating_rule} indicator={indicator} />
        </>
      ) : null}
      <h2>The new rule</h2>
      <p>Try it first: nothing is changed until you adopt it.</p>
      {/* What was tried is no longer what stands in the form. */}
      <div onChange={() => setTried(null)}>
        <Form submit="Try on history" onSubmit={tryRule} onCancel={() => void back()}>
          <RuleFields of={indicator.rating_rule} unit={indicator.definition.unit_of_measure} />
          <TextField
            name="effective_from"
            label="Holds from"
            optional
            hint="The first day of the first period that goes by it. Left empty, from the start: all figures are rated anew."
            type="date"
            narrow
          />
        </Form>
      </div>
      {tried ? (
        <>
          <RuleTrial
            result={tried.result}
            definition={indicator.definition}
            file={`${indicator.ref}-rule-tried`}
          />
          <Button onClick={() => setAdopting(true)}>Adopt this rule</Button>
        </>
      ) : null}
      {tried && adopting ? (
        <AdoptDialog indicator={indicator} tried={tried} onClose={() => setAdopting(false)} onDone={back} />
      ) : null}
    </>
  );
}

function bodyOf(values: FormValues) {
  return {
    ...(ruleTyped(values) ?? { kind: 'relative' as const, parameters: {} }),
    effective_from: values.optional('effective_from'),
  };
}

interface AdoptProps {
  indicator: Schema<'IndicatorDetail'>;
  tried: Tried;
  onClose: () => void;
  onDone: () => Promise<void>;
}

function AdoptDialog({ indicator, tried, onClose, onDone }: AdoptProps) {
  const { would_change, of } = tried.result;
  const rule = { kind: tried.body.kind, parameters: (tried.body.parameters ?? {}) as Record<string, number> };
  return (
    <Dialog title="Adopt this rule" onClose={onClose}>
      <ul>
        {ruleSentences(rule, indicator.definition).map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <p>
        {would_change} of {of} figures will be rated otherwise, for everybody. Reports that members have seen
        keep the ratings they showed.
      </p>
      <Form
        submit="Adopt this rule"
        onCancel={onClose}
        onDone={onDone}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/rating-rules', {
              params: { path: { indicator_id: indicator.id } },
              body: { ...tried.body, reason: values.text('reason') },
            }),
          )
        }
      >
        <TextArea
          name="reason"
          label="Why it changes"
          optional={!indicator.rating_rule}
          hint="It stays with the rule, and auditors will read it."
        />
      </Form>
    </Dialog>
  );
}
