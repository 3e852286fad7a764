import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { api, unwrap } from '@/api/client';
import { unitsQuery } from '@/api/organisation';
import { useMay } from '@/api/session';
import { today } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { type Column, Table } from '@/ui/Table';
import { TextField } from '@/ui/TextField';
import { CouncilNav } from './CouncilNav';
import { type Branch, treeOf } from './tree';
import styles from './UnitsPage.module.css';
import { codeOf, optionsOf, standsWords, UNIT_KINDS } from './words';

type Unit = Schema<'UnitRead'>;

const { council: _, ...PARTS } = UNIT_KINDS;

/** The council's units as a tree: directorates, services, teams; those that have ended apart. */
export function UnitsPage() {
  const { data: units } = useSuspenseQuery(unitsQuery());
  const mayManage = useMay('manage_organisation');
  const [adding, setAdding] = useState(false);
  const ended = (unit: Unit) => unit.valid_to !== null && unit.valid_to < today();
  const past = units.filter(ended);
  return (
    <>
      <CouncilNav />
      <PageTitle aside={mayManage ? <Button onClick={() => setAdding(true)}>Add a unit</Button> : null}>
        Units
      </PageTitle>
      <Table
        caption="Units"
        quiet
        columns={COLUMNS}
        rows={treeOf(units.filter((unit) => !ended(unit)))}
        rowKey={({ unit }) => unit.id}
        download="units"
      />
      {units.length === 1 ? (
        <p>
          There are no services yet. Add the directorates first, then the services below them; or load them
          with a workbook.
        </p>
      ) : null}
      {past.length > 0 ? (
        <Table
          caption="Units that have ended"
          columns={COLUMNS}
          rows={past.map((unit) => ({ unit, depth: 0 }))}
          rowKey={({ unit }) => unit.id}
        />
      ) : null}
      {adding ? <AddUnit units={units} onClose={() => setAdding(false)} /> : null}
    </>
  );
}

const COLUMNS: Column<Branch<Unit>>[] = [
  {
    key: 'name',
    head: 'Unit',
    heads: true,
    cell: ({ unit, depth }) => (
      <span className={`${styles.name} ${styles[`depth${Math.min(depth, 3)}`] ?? ''}`}>
        <Link to="/units/$unitId" params={{ unitId: String(unit.id) }}>
          {unit.name}
        </Link>
      </span>
    ),
    text: ({ unit }) => unit.name,
  },
  {
    key: 'kind',
    head: 'Kind',
    cell: ({ unit }) => UNIT_KINDS[unit.kind],
    text: ({ unit }) => UNIT_KINDS[unit.kind],
  },
  { key: 'code', head: 'Code', wide: true, cell: ({ unit }) => unit.code, text: ({ unit }) => unit.code },
  {
    key: 'stands',
    head: 'From and to',
    wide: true,
    cell: ({ unit }) => standsWords(unit),
    text: ({ unit }) => standsWords(unit),
  },
];

/** Adds a unit below another. */
export function AddUnit({ units, below, onClose }: { units: Unit[]; below?: Unit; onClose: () => void }) {
  const navigate = useNavigate();
  return (
    <Dialog title={below ? `Add a unit below ${below.name}` : 'Add a unit'} onClose={onClose}>
      <Form
        submit="Add the unit"
        onCancel={onClose}
        onSubmit={(values) => {
          const name = values.text('name');
          return unwrap(
            api.POST('/api/v1/units', {
              body: {
                name,
                code: values.text('code') || codeOf(name),
                kind: values.text('kind') as 'service',
                parent_id: values.chosen('parent_id'),
                valid_from: values.optional('valid_from'),
              },
            }),
          );
        }}
        onDone={(unit) => {
          onClose();
          return navigate({ to: '/units/$unitId', params: { unitId: String(unit.id) } });
        }}
      >
        <TextField name="name" label="Name" hint="For example: Housing Options" />
        <Select name="kind" label="Kind" options={optionsOf(PARTS)} defaultValue="service" />
        <Select
          name="parent_id"
          label="Part of"
          options={treeOf(units).map(({ unit }) => ({ value: String(unit.id), label: unit.name }))}
          defaultValue={below?.id ?? units.find((unit) => unit.parent_id === null)?.id}
        />
        <TextField
          name="code"
          label="Code"
          hint="For files and other programs. Made of the name if you leave it empty; it never changes."
          optional
          narrow
        />
        <TextField name="valid_from" type="date" label="First day" optional narrow />
      </Form>
    </Dialog>
  );
}
