import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api, getAll, type Schema, unwrap } from '@/api/client';
import { useSend } from '@/api/use-send';
import { indicatorQuery } from '@/features/indicators/queries';
import { ruleTyped } from '@/features/indicators/RuleFields';
import { RuleTrial } from '@/features/indicators/RuleTrial';
import { Button } from '@/ui/Button';
import { FormValues } from '@/ui/Form';
import { ProblemSummary } from '@/ui/ProblemSummary';

/** Tries the rule that stands in the form on an indicator's history; nothing is changed. */
export function TryScheme() {
  const { data: indicators } = useSuspenseQuery(
    getAll('/api/v1/indicators', { query: { kind: 'performance' } }),
  );
  const id = useId();
  const [chosen, setChosen] = useState(indicators[0]?.id ?? 0);
  const [result, setResult] = useState<Schema<'RuleTried'> | null>(null);
  const { data: indicator } = useQuery({ ...indicatorQuery(chosen), enabled: chosen > 0 });
  const { run, busy, problem } = useSend(async (form: HTMLFormElement) => {
    const rule = ruleTyped(new FormValues(new FormData(form)), 'rating_scheme/');
    const answer = await unwrap(
      api.POST('/api/v1/indicators/{indicator_id}/rating-rules', {
        params: { path: { indicator_id: chosen }, query: { dry_run: true } },
        body: { ...(rule ?? { kind: 'relative', parameters: {} }), effective_from: null, reason: '' },
      }),
    );
    setResult(answer as Schema<'RuleTried'>);
  });
  if (indicators.length === 0) return null;
  return (
    <div className="govuk-form-group">
      <label className="govuk-label govuk-label--s" htmlFor={id}>
        Try it on an indicator’s history
      </label>
      <select
        id={id}
        className="govuk-select"
        value={chosen}
        onChange={(event) => {
          setChosen(Number(event.currentTarget.value));
          setResult(null);
        }}
      >
        {indicators.map((each) => (
          <option key={each.id} value={each.id}>
            {each.ref} {each.name}
          </option>
        ))}
      </select>{' '}
      <Button
        secondary
        busy={busy}
        onClick={(event) => event.currentTarget.form && run(event.currentTarget.form)}
      >
        Try it
      </Button>
      {problem ? <ProblemSummary problem={problem} /> : null}
      {result && indicator ? (
        <RuleTrial result={result} definition={indicator.definition} file={`${indicator.ref}-scheme-tried`} />
      ) : null}
    </div>
  );
}
