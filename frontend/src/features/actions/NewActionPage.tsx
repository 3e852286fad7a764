import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { sentence } from '@/lib/format';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { ActionFields, actionBody } from './ActionFields';
import { DueFields, dueOf } from './DueFields';
import { meetingsQuery } from './queries';
import { sourceWords } from './words';

/** Raises an action: what, whom, when, and what it was raised from. */
export function NewActionPage() {
  const from = useSearch({ from: '/staff/actions/new' });
  const navigate = useNavigate();
  const [source, setSource] = useState(from.source_kind ?? 'meeting');
  const given = from.source_kind && from.source_id ? from : null;
  return (
    <>
      <PageTitle crumbs={[{ label: 'Actions', to: '/actions' }]}>Raise an action</PageTitle>
      <Form
        submit="Raise the action"
        onCancel={() => window.history.back()}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/actions', {
              body: {
                ...actionBody(values),
                due: dueOf(values),
                source_kind: source,
                source_id: given ? (given.source_id ?? null) : values.number('source_id'),
                source_text: values.optional('source_text'),
              },
            }),
          )
        }
        onDone={(action) =>
          navigate({ to: '/actions/$actionId', params: { actionId: String(action.id) }, replace: true })
        }
      >
        <ActionFields />
        <DueFields />
        {given ? (
          <p>
            {sentence(
              `raised from ${sourceWords({ source_kind: given.source_kind ?? '', source_text: '' })}`,
            )}
            .
          </p>
        ) : (
          <SourceFields source={source} onChange={setSource} />
        )}
      </Form>
    </>
  );
}

function SourceFields({ source, onChange }: { source: string; onChange: (source: string) => void }) {
  const { data: meetings } = useSuspenseQuery(meetingsQuery());
  return (
    <>
      <Select
        name="source_kind"
        label="Raised from"
        hint="From a figure, an indicator, an activity or a report, raise it on that thing’s own page."
        value={source}
        onChange={(event) => onChange(event.currentTarget.value)}
        options={[
          { value: 'meeting', label: 'A meeting' },
          { value: 'audit', label: 'An internal audit' },
        ]}
      />
      {source === 'meeting' ? (
        <Select
          name="source_id"
          label="Which meeting"
          empty="Choose a meeting"
          options={meetings.map((meeting) => ({ value: String(meeting.id), label: meeting.title }))}
        />
      ) : (
        <TextField name="source_text" label="Which audit" hint="The report’s name and date." />
      )}
    </>
  );
}
