import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { bodiesQuery, postsQuery } from '@/api/organisation';
import { today } from '@/lib/dates';
import { Choices } from '@/ui/Choices';
import type { FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';

/** Who agreed to a change: a body, or a post under delegation; on which day, and where the minutes say so. */
export function AgreedFields() {
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  const { data: posts } = useSuspenseQuery(postsQuery());
  const [by, setBy] = useState('body');
  return (
    <>
      <Choices
        kind="radios"
        name="agreed_by"
        label="Who agreed to it"
        defaultValue="body"
        onChange={setBy}
        inline
        choices={[
          { value: 'body', label: 'A body' },
          { value: 'post', label: 'An officer, under delegation' },
        ]}
      />
      {by === 'body' ? (
        <Select
          name="body_id"
          label="Body"
          empty="Choose a body"
          options={bodies.map((body) => ({ value: String(body.id), label: body.name }))}
        />
      ) : (
        <Select
          name="post_id"
          label="Post"
          empty="Choose a post"
          options={posts.map((post) => ({ value: String(post.id), label: post.title }))}
        />
      )}
      <TextField name="decided_on" label="Agreed on" type="date" narrow defaultValue={today()} />
      <TextField
        name="minute_reference"
        label="Minute or decision reference"
        optional
        narrow
        hint="So that an auditor finds it."
      />
    </>
  );
}

type Agreed = Pick<Schema<'DefinitionAmend'>, 'body_id' | 'post_id' | 'decided_on' | 'minute_reference'>;

/** What was typed into `AgreedFields`, as the service takes it. */
export function agreedTyped(values: FormValues): Agreed {
  const body = values.text('agreed_by') !== 'post';
  return {
    body_id: body ? values.number('body_id') : null,
    post_id: body ? null : values.number('post_id'),
    decided_on: values.optional('decided_on'),
    minute_reference: values.optional('minute_reference'),
  };
}
