import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { type Column, Table } from '@/ui/Table';
import { askedQuery } from './queries';

type Service = Schema<'AskedService'>;

/** Which services a planned round will ask, and for how much, before anybody is asked. */
export function AskedPreview({ roundId, annual }: { roundId: number; annual: boolean }) {
  const { data } = useSuspenseQuery(askedQuery(roundId));
  const figures = data.services.reduce((sum, each) => sum + each.figures, 0);
  const activities = data.services.reduce((sum, each) => sum + each.activities, 0);
  return (
    <>
      <h2>What opening it will ask</h2>
      {data.services.length > 0 ? (
        <p>
          {things(data.services.length, 'service')} for{' '}
          {annual
            ? `what they propose for ${things(figures, 'measure')}`
            : `${things(figures, 'figure')} and updates on ${things(activities, 'activity', 'activities')}`}
          . Indicators that are added before it is opened are asked for too.
        </p>
      ) : null}
      <Table
        caption="What each service will be asked for"
        quiet
        columns={annual ? COLUMNS.slice(0, 2) : COLUMNS}
        rows={data.services}
        rowKey={(service) => service.unit.id}
        empty="No service owes a figure of this quarter. Check that indicators have a frequency and a service."
        download={`round-${roundId}-asked`}
      />
    </>
  );
}

const COLUMNS: Column<Service>[] = [
  {
    key: 'Service',
    head: 'Service',
    heads: true,
    cell: (service) => service.unit.name,
    text: (service) => service.unit.name,
  },
  {
    key: 'Figures',
    head: 'Figures',
    numeric: true,
    cell: (service) => service.figures,
    text: (service) => service.figures,
  },
  {
    key: 'Of these asked again',
    head: 'Of these asked again',
    numeric: true,
    cell: (service) => service.asked_again,
    text: (service) => service.asked_again,
  },
  {
    key: 'Activities',
    head: 'Activities',
    numeric: true,
    cell: (service) => service.activities,
    text: (service) => service.activities,
  },
];
