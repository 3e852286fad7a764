import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { bodiesQuery, portfoliosQuery, unitsQuery } from './queries';
import { ROLE_OPTIONS, scopeOptions } from './words';

interface Props {
  holder: { person_id: number } | { post_id: number };
  onClose: () => void;
}

/** Gives a role to a person or a post: which, where it reaches, from when. */
export function GiveRole({ holder, onClose }: Props) {
  const [role, setRole] = useState('data_provider');
  const scopes = scopeOptions(role);
  const [chosen, setScope] = useState<string>('unit');
  const scope = (scopes.some((each) => each.value === chosen) ? chosen : scopes[0]?.value) as Schema<'Scope'>;
  return (
    <Dialog title="Give a role" onClose={onClose}>
      <Form
        submit="Give the role"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/role-grants', {
              body: {
                ...holder,
                role: role as Schema<'Role'>,
                scope,
                scope_id: scope === 'council' ? null : values.number('scope_id'),
                valid_from: values.optional('valid_from'),
                valid_to: values.optional('valid_to'),
              },
            }),
          )
        }
        onDone={onClose}
      >
        <Select
          name="role"
          label="Role"
          options={ROLE_OPTIONS}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value)}
        />
        <Select
          name="scope"
          label="Where it reaches"
          options={scopes}
          value={scope}
          onChange={(event) => setScope(event.currentTarget.value)}
        />
        {scope === 'council' ? null : <ScopeField scope={scope} />}
        <TextField narrow name="valid_from" type="date" label="First day" defaultValue={today()} />
        <TextField narrow name="valid_to" type="date" label="Last day" optional />
      </Form>
    </Dialog>
  );
}

function ScopeField({ scope }: { scope: Schema<'Scope'> }) {
  const { data: units } = useSuspenseQuery(unitsQuery());
  const { data: portfolios } = useSuspenseQuery(portfoliosQuery());
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  const things = { unit: units, portfolio: portfolios, body: bodies, council: [] }[scope];
  const label = { unit: 'Service', portfolio: 'Portfolio', body: 'Body', council: '' }[scope];
  return (
    <Select
      key={scope}
      name="scope_id"
      label={label}
      empty="Choose"
      options={things.map((thing) => ({ value: String(thing.id), label: thing.name }))}
    />
  );
}
