import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { standing, unitsQuery } from '@/api/organisation';
import { today } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { seriesQuery } from './queries';
import { breakdownWords } from './words';

type Series = Schema<'SeriesRead'>;
type Open = 'series' | 'alias' | null;

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  mayEdit: boolean;
}

/** What figures are collected for, service by service and part by part; and other names it was printed under. */
export function SeriesSection({ indicator, mayEdit }: Props) {
  const { data: series } = useSuspenseQuery(seriesQuery(indicator.id, {}));
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  if (series.length < 2 && !mayEdit) return null;
  return (
    <section aria-labelledby="series">
      <h2 id="series">What is collected</h2>
      <Table
        caption="Series"
        quiet
        columns={COLUMNS}
        rows={series}
        rowKey={(each) => each.id}
        empty="Nothing yet. Add a series for each service that reports it."
        download={`${indicator.ref}-series`}
      />
      {mayEdit ? (
        <div className="govuk-button-group">
          <Button secondary onClick={() => setOpen('series')}>
            Add a series
          </Button>
          <Button secondary onClick={() => setOpen('alias')}>
            Add another name
          </Button>
        </div>
      ) : null}
      {open === 'series' ? <AddSeries indicator={indicator} onClose={close} /> : null}
      {open === 'alias' ? <AddAlias indicator={indicator} onClose={close} /> : null}
    </section>
  );
}

const partOf = (each: Series) => (each.breakdown === 'all' ? 'The whole' : breakdownWords(each.breakdown));

const COLUMNS: Column<Series>[] = [
  {
    key: 'unit',
    head: 'Service',
    heads: true,
    cell: (each) => each.unit_name,
    text: (each) => each.unit_name,
  },
  { key: 'part', head: 'Of', cell: partOf, text: partOf },
  {
    key: 'figures',
    head: 'Figures',
    numeric: true,
    cell: (each) => each.points.length,
    text: (each) => each.points.length,
  },
];

interface DialogProps {
  indicator: Schema<'IndicatorDetail'>;
  onClose: () => void;
}

function AddSeries({ indicator, onClose }: DialogProps) {
  const { data: units } = useSuspenseQuery(unitsQuery());
  return (
    <Dialog title="Add a series" onClose={onClose}>
      <p>
        From the next round on, the service is asked for it too. A series cannot be taken away: what it
        reported stays on record.
      </p>
      <Form
        submit="Add the series"
        onCancel={onClose}
        onSubmit={(values) => {
          const dimension = values.text('dimension');
          const item = values.text('breakdown');
          return unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/series', {
              params: { path: { indicator_id: indicator.id } },
              body: {
                unit_id: values.chosen('unit_id'),
                breakdown: dimension || item ? `${dimension}:${item}` : 'all',
              },
            }),
          );
        }}
        onDone={onClose}
      >
        <Select
          name="unit_id"
          label="Service"
          defaultValue={indicator.unit_id}
          options={standing(units, today()).map((unit) => ({ value: String(unit.id), label: unit.name }))}
        />
        <TextField
          name="dimension"
          label="Broken down by"
          hint="For example: ward. Leave both fields empty for the service as a whole."
          optional
          narrow
        />
        <TextField name="breakdown" label="Which part" hint="For example: Northfield" optional narrow />
      </Form>
    </Dialog>
  );
}

function AddAlias({ indicator, onClose }: DialogProps) {
  return (
    <Dialog title="Add another name" onClose={onClose}>
      <p>
        Under which ref and name it was printed before, or elsewhere. Printed history that has both is read as
        this indicator’s.
      </p>
      <Form
        submit="Add the name"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/aliases', {
              params: { path: { indicator_id: indicator.id } },
              body: { ref: values.text('ref'), name: values.text('name') },
            }),
          )
        }
        onDone={onClose}
      >
        <TextField name="ref" label="Ref" hint={`As printed, such as ${indicator.ref}`} narrow />
        <TextField name="name" label="Name" hint="As printed" />
      </Form>
    </Dialog>
  );
}
