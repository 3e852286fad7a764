import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, type Schema, unwrap } from '@/api/client';
import { standing, unitsQuery } from '@/api/organisation';
import { useMay } from '@/api/session';
import { today } from '@/lib/dates';
import { Form } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { PLAN_KINDS } from './words';

const CRUMBS = [{ label: 'Plans', to: '/plans' }];

/** A draft of a plan; its themes and priorities are added on its own page. */
export function NewPlanPage() {
  const navigate = useNavigate();
  const units = standing(useSuspenseQuery(unitsQuery()).data, today());
  if (!useMay('edit_plan')) return <NotAllowed title="New plan" crumbs={CRUMBS} />;
  return (
    <>
      <PageTitle crumbs={CRUMBS}>New plan</PageTitle>
      <p>
        It starts as a draft. You add its themes, priorities and activities next, and adopt it when it is
        agreed.
      </p>
      <Form
        submit="Make the draft"
        onCancel={() => void navigate({ to: '/plans' })}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/plans', {
              body: {
                code: values.text('code'),
                title: values.text('title'),
                kind: values.text('kind') as Schema<'PlanKind'>,
                unit_id: values.chosen('unit_id'),
                start_on: values.day('start_on'),
                end_on: values.day('end_on'),
              },
            }),
          )
        }
        onDone={(plan) => navigate({ to: '/plans/$planId', params: { planId: String(plan.id) } })}
      >
        <TextField name="title" label="Title" hint="For example Council Plan 2027–2031." />
        <TextField
          name="code"
          label="Code"
          hint="Short and lasting, for exports and links. For example COUNCIL-PLAN-2027."
          narrow
        />
        <Select
          name="kind"
          label="Kind"
          options={Object.entries(PLAN_KINDS).map(([value, label]) => ({ value, label }))}
        />
        <Select
          name="unit_id"
          label="Whose plan it is"
          hint="The council's own, or a service's."
          empty="Choose the council or a service"
          options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
        />
        <TextField name="start_on" label="First day" type="date" narrow />
        <TextField name="end_on" label="Last day" type="date" narrow />
      </Form>
    </>
  );
}
