import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useView } from '@/api/view';
import { ServerChart } from '@/charts/ServerChart';
import { Busy } from '@/ui/Progress';
import { AreasTable } from './AreasTable';
import { type Compared, comparisonChartQuery } from './queries';

/** A narrow screen gets a drawing with fewer labels, not smaller ones. */
const WIDE = 620;
const NARROW = 340;

/** The comparison as the service draws it, and as a table. */
export function Drawing({ compared }: { compared: Compared }) {
  const view = useView();
  const [width] = useState(() => (window.matchMedia('(max-width: 640px)').matches ? NARROW : WIDE));
  const of = {
    indicatorId: compared.indicator_id,
    period: compared.period ?? undefined,
    group: compared.group_id ?? undefined,
  };
  const { data, isError } = useQuery(comparisonChartQuery(of, view, width));
  if (isError) return <AreasTable compared={compared} />;
  return data ? (
    <ServerChart
      svg={data}
      title="How others do"
      order="one by one"
      download={`${compared.ref}-others`}
      table={<AreasTable compared={compared} />}
    />
  ) : (
    <Busy>Drawing …</Busy>
  );
}
