import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type DashboardSearch, trendsQuery } from './queries';

export type Trends = Map<number, (number | null)[]>;

/** The last twelve values of each series by its id, asked for once the figures are on the screen: they come first. */
export function useTrends(search: DashboardSearch): Trends {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setPainted(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  const { data } = useQuery({ ...trendsQuery(search), enabled: painted });
  return new Map(data?.items.map((item) => [item.series_id, item.points.map((point) => point.value)]));
}
