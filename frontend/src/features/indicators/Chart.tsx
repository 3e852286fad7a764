import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { ServerChart } from '@/charts/ServerChart';
import { Busy } from '@/ui/Progress';
import { chartQuery } from './queries';

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  series: Schema<'SeriesRead'>;
}

/** A narrow screen gets a drawing with fewer labels, not smaller ones. */
const WIDE = 620;
const NARROW = 340;

/** The trend of a series against its target. The page stands without it: its figures are in the table. */
export function Chart({ indicator, series }: Props) {
  const viewed = useSearch({ from: '/staff/indicators/$indicatorId' });
  const [width] = useState(() => (window.matchMedia('(max-width: 640px)').matches ? NARROW : WIDE));
  const { data, isError } = useQuery(chartQuery(series, viewed, width));
  const heading = indicator.kind === 'contextual' ? 'Trend' : 'Trend against target';
  return (
    <section aria-labelledby="trend">
      <h2 id="trend">{heading}</h2>
      {data ? <ServerChart svg={data} title={heading} download={`${indicator.ref}-trend`} /> : null}
      {isError ? <p>The chart could not be read. Its figures stand in the table.</p> : null}
      {data || isError ? null : <Busy>Drawing …</Busy>}
    </section>
  );
}
