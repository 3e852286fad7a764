import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import type { FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { planQuery } from './queries';

interface Props {
  plan: Schema<'PlanTree'>;
  /** The adopted plans that could take its place. */
  others: Schema<'PlanRead'>[];
}

/** Which plan takes its place, and which of its priorities takes the place of which. */
export function SuccessionFields({ plan, others }: Props) {
  const [successor, setSuccessor] = useState('');
  const { data: next } = useQuery({ ...planQuery(Number(successor)), enabled: successor !== '' });
  const options = (next?.themes ?? []).flatMap((theme) =>
    theme.priorities.map((priority) => ({
      value: String(priority.id),
      label: `${theme.name} › ${priority.name}`,
      name: priority.name,
    })),
  );
  return (
    <>
      <Select
        name="superseded_by_id"
        label="Superseded by"
        empty="Choose an adopted plan"
        options={others.map((each) => ({ value: String(each.id), label: each.title }))}
        onChange={(event) => setSuccessor(event.currentTarget.value)}
      />
      {options.length > 0 ? (
        <details className="govuk-details">
          <summary className="govuk-details__summary">
            <span className="govuk-details__summary-text">Which priority takes the place of which</span>
          </summary>
          {prioritiesOf(plan).map((each) => (
            <Select
              key={`${successor} ${each.id}`}
              name={`follows-${each.id}`}
              label={each.name}
              optional
              empty="None"
              options={options}
              defaultValue={options.find(({ name }) => name === each.name)?.value ?? ''}
            />
          ))}
        </details>
      ) : null}
    </>
  );
}

/** What was chosen in `SuccessionFields`, as the service takes it. */
export function successionsTyped(values: FormValues, plan: Schema<'PlanTree'>) {
  return prioritiesOf(plan).flatMap(({ id }) => {
    const to_id = values.number(`follows-${id}`);
    return to_id === null ? [] : [{ from_id: id, to_id }];
  });
}

function prioritiesOf(plan: Schema<'PlanTree'>) {
  return plan.themes.flatMap((theme) => theme.priorities);
}
