import { useQuery } from '@tanstack/react-query';
import { useContext } from 'react';
import { yearEndsQuery } from '@/features/indicators/queries';
import { numberWords } from '@/lib/format';
import { Busy } from '@/ui/Progress';
import fields from './EntryFields.module.css';
import { EnteringContext, useRow } from './entering';
import { NumberField } from './NumberField';
import panels from './RowPanels.module.css';
import { type Entry, unitOf } from './typed';

/** What the owner expects of the year, beside what the figures alone say. */
export function ForecastPanel({ entry }: { entry: Entry }) {
  const { indicator } = entry;
  const entering = useContext(EnteringContext) !== null;
  if (!indicator) return null;
  return (
    <section className={panels.panel} aria-label={`Year-end forecast for ${indicator.ref}`}>
      {entering && entry.rating_rule?.kind !== 'forecast' ? (
        <TypedForecast id={entry.id} />
      ) : (
        <p>The owner’s forecast: {forecastWords(entry) ?? 'none given'}.</p>
      )}
      <Projection indicatorId={indicator.id} seriesId={entry.series_id} />
    </section>
  );
}

function TypedForecast({ id }: { id: number }) {
  const row = useRow(id);
  const unit = unitOf(row.entry);
  return (
    <p className={fields.parts}>
      <span>What you expect the year to come to{unit ? `, in ${unit}` : ''}:</span>
      <NumberField row={row} field="forecast" label="Forecast for the year’s end: " />
    </p>
  );
}

function Projection({ indicatorId, seriesId }: { indicatorId: number; seriesId: number | null }) {
  const { data, isError } = useQuery(yearEndsQuery(indicatorId, {}));
  const found = data?.items.find((each) => each.series_id === seriesId);
  if (isError) return <p>What the figures alone say could not be read. Close this and open it again.</p>;
  if (!data) return <Busy>Working out what the figures alone say …</Busy>;
  if (!found) return <p>Nothing is on record yet to project from.</p>;
  return (
    <>
      <p>
        A simple projection from what is on record: <strong>{found.projected_words || 'none'}</strong>.{' '}
        {found.method_words}
        {found.target_words ? ` The target for ${found.year_label} is ${found.target_words}.` : ''}
      </p>
      {found.accuracy_words ? <p>{found.accuracy_words}</p> : null}
    </>
  );
}

/** Whether a year's end can be forecast with this figure: it is of a part of the year, and not of the last one. */
export function mayForecast(entry: Entry): boolean {
  return /-(Q[1-3]|H1|M(0[1-9]|1[01]))$/.test(entry.period_code);
}

/** The owner's forecast as it was saved. */
export function forecastWords(entry: Entry): string | null {
  if (entry.forecast === null) return null;
  return numberWords(entry.forecast, unitOf(entry), entry.indicator?.definition.decimals ?? 0);
}
