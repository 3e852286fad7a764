import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { useMayIn } from '@/api/session';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { TextField } from '@/ui/TextField';
import { IndicatorFields, indicatorTyped } from './IndicatorFields';
import { indicatorQuery } from './queries';

/** Names and places an indicator anew; what it means and how it is rated have versions, and pages of their own. */
export function EditIndicatorPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/edit' });
  const id = Number(indicatorId);
  const navigate = useNavigate();
  const { data: indicator } = useSuspenseQuery(indicatorQuery(id));
  const [naming, setNaming] = useState(false);
  const back = () => navigate({ to: '/indicators/$indicatorId', params: { indicatorId } });
  const mayEdit = useMayIn(indicator.unit_id, 'edit_indicator');
  const crumbs = [
    { label: 'Indicators', to: '/indicators' },
    { label: indicator.ref, to: `/indicators/${indicatorId}` },
  ];
  if (!mayEdit) return <NotAllowed title="Edit the indicator" crumbs={crumbs} />;
  return (
    <>
      <PageTitle caption={`${indicator.ref} ${indicator.name}`} crumbs={crumbs}>
        Edit the indicator
      </PageTitle>
      <p>
        A name that it loses stays on record as another name, so that old reports are still understood.{' '}
        <LinkButton onClick={() => setNaming(true)}>Add another name</LinkButton>
      </p>
      <Form
        submit="Save"
        onCancel={() => void back()}
        onDone={() => back()}
        onSubmit={(values) =>
          unwrap(
            api.PATCH('/api/v1/indicators/{indicator_id}', {
              params: { path: { indicator_id: id }, header: ifMatch(indicator.version) },
              body: changed(indicatorTyped(values), indicator),
            }),
          )
        }
      >
        <IndicatorFields of={indicator} />
      </Form>
      {naming ? <AliasDialog id={id} onClose={() => setNaming(false)} /> : null}
    </>
  );
}

/** Only what was changed is sent: nobody else's change of the rest is undone. */
function changed(typed: ReturnType<typeof indicatorTyped>, now: Schema<'IndicatorDetail'>) {
  const before: Record<string, unknown> = { ...now };
  return Object.fromEntries(
    Object.entries(typed).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])),
  ) as Partial<typeof typed>;
}

function AliasDialog({ id, onClose }: { id: number; onClose: () => void }) {
  return (
    <Dialog title="Add another name" onClose={onClose}>
      <p>Under which ref and name it was printed elsewhere. Imports and searches then find it.</p>
      <Form
        submit="Add the name"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/aliases', {
              params: { path: { indicator_id: id } },
              body: { ref: values.text('ref'), name: values.text('name') },
            }),
          )
        }
      >
        <TextField name="ref" label="Ref" narrow />
        <TextField name="name" label="Name" />
      </Form>
    </Dialog>
  );
}
