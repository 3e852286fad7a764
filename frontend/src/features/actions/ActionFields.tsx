import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import type { FormValues } from '@/ui/Form';
import { PickMany } from '@/ui/PickMany';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { activitiesQuery, indicatorsQuery, postsQuery, unitsQuery } from './queries';

/** What is asked, of whom, and what it is about; for a new action and for one that changes. */
export function ActionFields({ action }: { action?: Schema<'ActionRead'> }) {
  const { data: units } = useSuspenseQuery(unitsQuery());
  const { data: posts } = useSuspenseQuery(postsQuery());
  const { data: indicators } = useSuspenseQuery(indicatorsQuery());
  const { data: activities } = useSuspenseQuery(activitiesQuery());
  return (
    <>
      <TextArea
        name="what"
        label="What"
        hint="What is asked for, as the minutes would say it."
        defaultValue={action?.what}
      />
      <Select
        name="unit_id"
        label="Service"
        empty="Choose a service"
        defaultValue={action?.unit_id ?? ''}
        options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
      />
      <Select
        name="whom_post_id"
        label="Whom: a post"
        hint="Or say in words below, for example “all Heads of Service”."
        empty="No single post"
        optional
        defaultValue={action?.whom_post_id ?? ''}
        options={posts.map((post) => ({ value: String(post.id), label: post.title }))}
      />
      <TextField name="whom_text" label="Whom: in words" optional defaultValue={action?.whom_text} />
      <PickMany
        name="indicator_ids"
        label="About indicators"
        chosen={action?.indicator_ids.map(String) ?? []}
        options={indicators.map((each) => ({ value: String(each.id), label: `${each.ref} ${each.name}` }))}
      />
      <PickMany
        name="activity_ids"
        label="About activities"
        chosen={action?.activity_ids.map(String) ?? []}
        options={activities.map((each) => ({ value: String(each.id), label: `${each.ref} ${each.title}` }))}
      />
    </>
  );
}

/** What stands in those fields, as the service takes it. */
export function actionBody(values: FormValues) {
  return {
    what: values.text('what'),
    unit_id: values.number('unit_id') as number,
    whom_post_id: values.number('whom_post_id'),
    whom_text: values.optional('whom_text'),
    indicator_ids: values.all('indicator_ids').map(Number),
    activity_ids: values.all('activity_ids').map(Number),
  };
}
