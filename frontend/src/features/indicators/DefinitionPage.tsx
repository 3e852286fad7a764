import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { useMayIn } from '@/api/session';
import { Choices } from '@/ui/Choices';
import { Form } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { TextArea } from '@/ui/TextArea';
import { AgreedFields, agreedTyped } from './AgreedFields';
import { DefinitionFields, definitionTyped } from './DefinitionFields';
import { indicatorQuery } from './queries';

/** A new version of what an indicator means; what was reported by the old one stays with it. */
export function DefinitionPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/definition' });
  const id = Number(indicatorId);
  const navigate = useNavigate();
  const { data: indicator } = useSuspenseQuery(indicatorQuery(id));
  const [breaks, setBreaks] = useState<string | null>(null);
  const back = () => navigate({ to: '/indicators/$indicatorId', params: { indicatorId } });
  const mayEdit = useMayIn(indicator.unit_id, 'edit_indicator');
  const crumbs = [
    { label: 'Indicators', to: '/indicators' },
    { label: indicator.ref, to: `/indicators/${indicatorId}` },
  ];
  if (!mayEdit) return <NotAllowed title="Change the definition" crumbs={crumbs} />;
  return (
    <>
      <PageTitle caption={`${indicator.ref} ${indicator.name}`} crumbs={crumbs}>
        Change the definition
      </PageTitle>
      <p>
        This makes a new version. Figures of earlier periods keep the definition they were reported by, and
        the next report to members tells of the change.
      </p>
      <Form
        submit="Make the new version"
        onCancel={() => void back()}
        onDone={() => back()}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/definitions', {
              params: { path: { indicator_id: id } },
              body: {
                ...definitionTyped(values),
                breaks_series: values.text('breaks_series') === 'yes',
                break_note: values.optional('break_note'),
                ...agreedTyped(values),
              },
            }),
          )
        }
      >
        <DefinitionFields of={indicator.definition} frequency={indicator.frequency} />
        <TextArea name="reason" label="Why it changes" hint="Members will read this." />
        <Choices
          kind="radios"
          name="breaks_series"
          label="Does this break the series?"
          hint="Would last year's figure be another one, had it been counted in the new way?"
          onChange={setBreaks}
          choices={[
            {
              value: 'yes',
              label: 'Yes, figures before and after are not comparable',
              hint: 'No change or arrow is shown across the break, and charts and reports mark it.',
            },
            {
              value: 'no',
              label: 'No, they can still be compared',
              hint: 'For example where only the wording or the source changed.',
            },
          ]}
        />
        {breaks === 'yes' ? (
          <TextArea
            name="break_note"
            label="What to know about figures before and after"
            hint="For example how much of the difference comes from the new way of counting."
            rows={2}
          />
        ) : null}
        <AgreedFields />
      </Form>
    </>
  );
}
