import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Schema } from '@/api/client';
import type { View } from '@/api/view';
import { numberWords } from '@/lib/format';
import { Busy } from '@/ui/Progress';
import { SummaryList } from '@/ui/SummaryList';
import { type Column, Table } from '@/ui/Table';
import styles from './IndicatorPage.module.css';
import { yearEndsQuery } from './queries';

type YearEnd = Schema<'YearEndRead'>;
type Past = Schema<'PastYearRead'>;

interface Props {
  indicatorId: number;
  seriesId: number;
  viewed: View;
}

/** How the year is to end: what the owner forecasts, what the figures alone say, and how good both have been. */
export function YearEndSection({ indicatorId, seriesId, viewed }: Props) {
  const { data, isError } = useQuery(yearEndsQuery(indicatorId, viewed));
  const found = data?.items.find((each) => each.series_id === seriesId);
  // Of a year that is over its outturn is told, and of one figure a year there is nothing to tell.
  if (data && (!found || found.why_none === 'annual')) return null;
  return (
    <section aria-labelledby="year-end">
      <h2 id="year-end">How the year is to end</h2>
      {isError ? <p>This could not be read. Read this page again to try once more.</p> : null}
      {data || isError ? null : <Busy>Working it out …</Busy>}
      {found ? <Said of={found} download={`year-ends-${indicatorId}`} /> : null}
    </section>
  );
}

function Said({ of, download }: { of: YearEnd; download: string }) {
  const rows: [string, ReactNode][] = [
    ['The owner’s forecast', of.forecast === null ? 'None given' : of.forecast_words],
    [
      'A simple projection',
      <>
        {of.projected === null ? 'None. ' : `${of.projected_words}. `}
        <span className={styles.meta}>{of.method_words}</span>
      </>,
    ],
    [`Target for ${of.year_label}`, of.target_words || 'None set'],
  ];
  return (
    <>
      {of.differs ? (
        <p>
          <strong>The forecast differs much from the projection.</strong> Ask the owner what they expect to
          change by the end of the year.
        </p>
      ) : null}
      <SummaryList rows={rows} />
      {of.accuracy_words ? <p>{of.accuracy_words}</p> : null}
      {of.past.length > 0 ? (
        <Table
          caption="What was said at this point of earlier years, and what they came to"
          columns={columnsOf(of)}
          rows={[...of.past].reverse()}
          rowKey={(row) => row.year}
          download={download}
        />
      ) : null}
      <p className={styles.meta}>
        The projection is worked out from the figures alone. It is on no record, and rates nothing.
      </p>
    </>
  );
}

function columnsOf({ unit_of_measure, decimals }: YearEnd): Column<Past>[] {
  const figure = (head: string, of: 'forecast' | 'projected' | 'outturn'): Column<Past> => ({
    key: head,
    head,
    numeric: true,
    cell: (row) => {
      const value = row[of];
      return value === null ? 'None' : numberWords(value, unit_of_measure, decimals);
    },
    text: (row) => row[of],
  });
  return [
    { key: 'Year', head: 'Year', heads: true, cell: (row) => row.year_label, text: (row) => row.year },
    figure('Forecast', 'forecast'),
    figure('Projection', 'projected'),
    figure('Outturn', 'outturn'),
  ];
}
