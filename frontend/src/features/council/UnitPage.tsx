import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { get } from '@/api/client';
import { unitsQuery } from '@/api/organisation';
import { useMay } from '@/api/session';
import { Button } from '@/ui/Button';
import { PageTitle } from '@/ui/PageTitle';
import { SummaryList } from '@/ui/SummaryList';
import { ChangeUnit } from './ChangeUnit';
import { EndUnit } from './EndUnit';
import { Responsible } from './Responsible';
import { AddUnit } from './UnitsPage';
import { standsWords, UNIT_KINDS } from './words';

const unitQuery = (unit_id: number) => get('/api/v1/units/{unit_id}', { params: { path: { unit_id } } });

/** One unit: where it stands in the council, what it took over, and who is responsible for what in it. */
export function UnitPage() {
  const { unitId } = useParams({ from: '/staff/units/$unitId' });
  const { data: unit } = useSuspenseQuery(unitQuery(Number(unitId)));
  const { data: units } = useSuspenseQuery(unitsQuery());
  const mayManage = useMay('manage_organisation');
  const [open, setOpen] = useState<'change' | 'end' | 'add' | null>(null);
  const close = () => setOpen(null);
  const links = (ids: number[]) =>
    units
      .filter((each) => ids.includes(each.id))
      .map((each, index) => (
        <span key={each.id}>
          {index > 0 ? ', ' : null}
          <Link to="/units/$unitId" params={{ unitId: String(each.id) }}>
            {each.name}
          </Link>
        </span>
      ));
  const parts = units.filter((each) => each.parent_id === unit.id).map((each) => each.id);
  const successors = units.filter((each) => each.predecessor_ids.includes(unit.id)).map((each) => each.id);
  const isRoot = unit.parent_id === null;
  return (
    <>
      <PageTitle caption={UNIT_KINDS[unit.kind]} crumbs={[{ label: 'Units', to: '/units' }]}>
        {unit.name}
      </PageTitle>
      <SummaryList
        rows={[
          ['Code', unit.code],
          ['Part of', unit.parent_id === null ? null : links([unit.parent_id])],
          ['Has below it', parts.length > 0 ? links(parts) : null],
          ['Stands', standsWords(unit)],
          ['Took over from', unit.predecessor_ids.length > 0 ? links(unit.predecessor_ids) : null],
          ['Taken over by', successors.length > 0 ? links(successors) : null],
        ]}
      />
      {mayManage ? (
        <div className="govuk-button-group">
          {isRoot ? null : <Button onClick={() => setOpen('change')}>Rename or move</Button>}
          <Button secondary onClick={() => setOpen('add')}>
            Add a unit below it
          </Button>
          {isRoot ? null : (
            <Button secondary onClick={() => setOpen('end')}>
              End it
            </Button>
          )}
        </div>
      ) : null}
      {isRoot ? (
        <p>
          This is the council itself: its name and dates are changed under{' '}
          <Link to="/council">Name and colours</Link>.
        </p>
      ) : null}
      <Responsible unit={unit} />
      {open === 'change' ? <ChangeUnit unit={unit} units={units} onClose={close} /> : null}
      {open === 'end' ? <EndUnit unit={unit} onClose={close} /> : null}
      {open === 'add' ? <AddUnit units={units} below={unit} onClose={close} /> : null}
    </>
  );
}
