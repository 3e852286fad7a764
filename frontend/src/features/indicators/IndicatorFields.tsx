import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { portfoliosQuery, postsQuery, standing, unitsQuery } from '@/api/organisation';
import { today } from '@/lib/dates';
import { Choices } from '@/ui/Choices';
import type { FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { useThreads } from './queries';
import { FREQUENCIES, optionsOf } from './words';

type Kind = Schema<'IndicatorKind'>;
type Frequency = Schema<'Frequency'>;

/** What names and places an indicator; `of` is what stands there now. */
export function IndicatorFields({ of }: { of?: Schema<'IndicatorDetail'> }) {
  const day = today();
  const units = standing(useSuspenseQuery(unitsQuery()).data, day);
  const posts = useSuspenseQuery(postsQuery()).data;
  const portfolios = standing(useSuspenseQuery(portfoliosQuery()).data, day);
  const { priorities } = useThreads();
  return (
    <>
      <TextField
        name="ref"
        label="Ref"
        hint="Short and lasting, as members will quote it. For example H4."
        narrow
        defaultValue={of?.ref}
      />
      <TextField name="name" label="Name" defaultValue={of?.name} />
      <Select
        name="unit_id"
        label="Service responsible"
        hint="It reports the figures, and confirms them."
        empty="Choose a service"
        options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
        defaultValue={of ? String(of.unit_id) : ''}
      />
      <Select
        name="owner_post_id"
        label="Owner"
        optional
        hint="The post that answers for it."
        empty="No owner yet"
        options={posts.map((post) => ({ value: String(post.id), label: post.title }))}
        defaultValue={of?.owner_post_id ? String(of.owner_post_id) : ''}
      />
      <Choices
        kind="radios"
        name="kind"
        label="Kind"
        defaultValue={of?.kind ?? 'performance'}
        choices={[
          { value: 'performance', label: 'Performance', hint: 'Held against a target and rated' },
          { value: 'contextual', label: 'Contextual', hint: 'Shows demand or volume, and is never rated' },
        ]}
      />
      <Select
        name="frequency"
        label="Collected"
        options={optionsOf(FREQUENCIES)}
        defaultValue={of?.frequency ?? 'quarterly'}
      />
      <TextField
        name="lag"
        label="Periods in arrears"
        hint="0 where a period's figure is due with that period's return, 1 where it is due with the next."
        inputMode="numeric"
        narrow
        defaultValue={of?.lag ?? 0}
      />
      <TextField
        name="valid_from"
        label="Collected from"
        optional
        type="date"
        narrow
        defaultValue={of?.valid_from ?? ''}
      />
      <TextField
        name="valid_to"
        label="Collected until"
        optional
        hint="Set the last day to retire it. Its history stays."
        type="date"
        narrow
        defaultValue={of?.valid_to ?? ''}
      />
      <Choices
        kind="checkboxes"
        name="priority_ids"
        label="Priorities it serves"
        optional
        defaultValue={of?.priority_ids.map(String) ?? []}
        choices={[...priorities.values()].map((each) => ({
          value: String(each.id),
          label: each.name,
          hint: `${each.plan.title} › ${each.theme.name}`,
        }))}
      />
      <Choices
        kind="checkboxes"
        name="portfolio_ids"
        label="Portfolios"
        optional
        defaultValue={of?.portfolio_ids.map(String) ?? []}
        choices={portfolios.map((each) => ({ value: String(each.id), label: each.name }))}
      />
    </>
  );
}

/** What was typed into `IndicatorFields`, as the service takes it. */
export function indicatorTyped(values: FormValues) {
  return {
    ref: values.text('ref'),
    name: values.text('name'),
    unit_id: values.chosen('unit_id'),
    owner_post_id: values.number('owner_post_id'),
    kind: values.text('kind') as Kind,
    frequency: values.text('frequency') as Frequency,
    lag: values.number('lag') ?? 0,
    valid_from: values.optional('valid_from'),
    valid_to: values.optional('valid_to'),
    priority_ids: values.all('priority_ids').map(Number),
    portfolio_ids: values.all('portfolio_ids').map(Number),
  };
}
