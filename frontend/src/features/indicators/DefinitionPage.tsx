import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { api, unwrap } from '@/api/client';
import { useMayIn } from '@/api/session';
import { Choices } from '@/ui/Choices';
import { Form } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { TextArea } from '@/ui/TextArea';
import { DefinitionFields, definitionTyped } from './DefinitionFields';
import { indicatorQuery } from './queries';

/** A new version of what an indicator means; what was reported by the old one stays with it. */
export function DefinitionPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/definition' });
  const id = Number(indicatorId);
  const navigate = useNavigate();
  const { data: indicator } = useSuspenseQuery(indicatorQuery(id));
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
              body: definitionTyped(values),
            }),
          )
        }
      >
        <DefinitionFields of={indicator.definition} />
        <Choices
          kind="checkboxes"
          name="breaks_series"
          label="Comparison with what came before"
          choices={[
            {
              value: 'yes',
              label: 'This breaks the series',
              hint: 'Figures after it are not compared with those before, and charts show the break.',
            },
          ]}
        />
        <TextArea name="reason" label="Why it changes" hint="Members will read this." />
      </Form>
    </>
  );
}
