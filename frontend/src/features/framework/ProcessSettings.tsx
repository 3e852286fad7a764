import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { moment } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { type Column, Table } from '@/ui/Table';
import { TextArea } from '@/ui/TextArea';
import { processSettingsQuery } from './queries';

type Settings = Schema<'ProcessSettingsRead'>;
type Version = Settings['history'][number];

/** How the council tells real change from routine variation, and who changed that when. */
export function ProcessSettings() {
  const { data: settings } = useSuspenseQuery(processSettingsQuery());
  const [changing, setChanging] = useState(false);
  return (
    <section aria-labelledby="process-settings">
      <h2 id="process-settings">Process limits</h2>
      <p>
        Every indicator's page says whether its latest figure is a real change or routine variation.{' '}
        {settings.words}
      </p>
      {settings.allowed_actions.includes('change') ? (
        <Button secondary onClick={() => setChanging(true)}>
          Change how limits are worked out
        </Button>
      ) : null}
      {settings.history.length > 0 ? <History versions={settings.history} /> : null}
      {changing ? <ChangeDialog settings={settings} onClose={() => setChanging(false)} /> : null}
    </section>
  );
}

function History({ versions }: { versions: Version[] }) {
  const knownAs = useKnownAs();
  const columns: Column<Version>[] = [
    {
      key: 'When',
      head: 'Since',
      heads: true,
      cell: (row) => moment(row.recorded_at),
      text: (row) => row.recorded_at,
    },
    { key: 'Run', head: 'Figures in a row', numeric: true, cell: (row) => row.run, text: (row) => row.run },
    { key: 'Steps', head: 'Unusually large steps', cell: stepsOf, text: stepsOf },
    { key: 'Why', head: 'Why', cell: (row) => row.reason, text: (row) => row.reason },
    {
      key: 'By',
      head: 'By',
      cell: (row) => knownAs(row.recorded_by),
      text: (row) => knownAs(row.recorded_by),
    },
  ];
  return (
    <Table
      caption="Changes of how limits are worked out"
      stacks
      columns={columns}
      rows={versions}
      rowKey={(row) => row.number}
      download="process-limit-settings"
    />
  );
}

const stepsOf = (row: Version) => (row.screened ? 'Left out' : 'Kept');

function ChangeDialog({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const lengths = Array.from({ length: settings.longest - settings.shortest + 1 }, (_, at) =>
    String(settings.shortest + at),
  );
  return (
    <Dialog title="Change how limits are worked out" onClose={onClose}>
      <p>
        All limits and signals are worked out anew, for everybody and at once. What was seen before today
        keeps its own when it is looked back at.
      </p>
      <Form
        submit="Change it"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PUT('/api/v1/process-settings', {
              params: { header: ifMatch(settings.version) },
              body: {
                run: Number(values.text('run')),
                screened: values.text('screened') === 'yes',
                reason: values.text('reason'),
              },
            }),
          )
        }
      >
        <Select
          name="run"
          label="How many figures in a row are a signal"
          hint="On one side of the mean, or all rising or falling. Most use 7; more finds less, and is wrong less often."
          defaultValue={String(settings.run)}
          options={lengths.map((value) => ({ value, label: value }))}
        />
        <Choices
          kind="radios"
          name="screened"
          label="Unusually large steps from one figure to the next"
          defaultValue={settings.screened ? 'yes' : 'no'}
          choices={[
            { value: 'no', label: 'Keep them when limits are worked out' },
            { value: 'yes', label: 'Leave them out: limits get narrower, signals more' },
          ]}
        />
        <TextArea name="reason" label="Why" />
      </Form>
    </Dialog>
  );
}
