import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { longDate } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { PickMany } from '@/ui/PickMany';
import { ShownOnce } from '@/ui/ShownOnce';
import { TextField } from '@/ui/TextField';
import { indicatorsQuery, unitsQuery } from './queries';

const SCOPES = [
  { value: 'read', label: 'Read', hint: 'Reads what an analyst sees, for Power BI and reports.' },
  { value: 'push', label: 'Push', hint: 'Sends figures, which services then take over or not.' },
  { value: 'feed', label: 'Feed', hint: 'Follows what is published and what is due.' },
];

/** Makes a token for a program and shows it once. */
export function MakeToken({ clientId, onClose }: { clientId: number; onClose: () => void }) {
  const { data: units } = useSuspenseQuery(unitsQuery());
  const { data: indicators } = useSuspenseQuery(indicatorsQuery());
  const [made, setMade] = useState<Schema<'TokenMade'> | null>(null);
  if (made) {
    return (
      <Dialog title={`The token ${made.name}`} onClose={onClose}>
        <p>
          It works until {longDate(made.expires_on)}. Put it where the program keeps its secrets, not in an
          e-mail.
        </p>
        <ShownOnce label="Token" text={made.token} />
        <Button onClick={onClose}>Done</Button>
      </Dialog>
    );
  }
  return (
    <Dialog title="Make a token" onClose={onClose}>
      <Form
        submit="Make the token"
        onCancel={onClose}
        onSubmit={(values) => {
          const chosen = {
            units: values.all('unit_ids').map(Number),
            indicators: values.all('indicator_ids').map(Number),
          };
          return unwrap(
            api.POST('/api/v1/tokens', {
              body: {
                client_id: clientId,
                name: values.text('name'),
                scopes: values.all('scopes') as Schema<'TokenScope'>[],
                unit_ids: chosen.units.length > 0 ? chosen.units : null,
                indicator_ids: chosen.indicators.length > 0 ? chosen.indicators : null,
                expires_on: values.text('expires_on'),
              },
            }),
          );
        }}
        onDone={setMade}
      >
        <TextField name="name" label="Name" hint="So that you know it again, for example: Monthly lettings" />
        <Choices
          kind="checkboxes"
          name="scopes"
          label="What it may do"
          choices={SCOPES}
          defaultValue={['read']}
        />
        <TextField
          narrow
          name="expires_on"
          type="date"
          label="Last day"
          hint="At most two years from today."
        />
        <PickMany
          name="unit_ids"
          label="Only these services"
          hint="Leave empty for the whole council."
          chosen={[]}
          options={units.map((unit) => ({ value: String(unit.id), label: unit.name }))}
        />
        <PickMany
          name="indicator_ids"
          label="Only these indicators"
          hint="Leave empty for all of those services."
          chosen={[]}
          options={indicators.map((each) => ({ value: String(each.id), label: `${each.ref} ${each.name}` }))}
        />
      </Form>
    </Dialog>
  );
}
