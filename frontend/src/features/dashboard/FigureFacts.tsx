import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate, moment } from '@/lib/dates';
import { numberWords, sentence } from '@/lib/format';
import { SummaryList } from '@/ui/SummaryList';
import { AGGREGATIONS, GOOD_IS, ORIGINS, plainNumber } from './figure-words';

/** What the figure is of and where it came from. */
export function FigureFacts({ figure }: { figure: Schema<'ObservationRead'> }) {
  const { definition } = figure.made_by;
  const { unit_of_measure: unit, decimals } = figure;
  return (
    <section aria-labelledby="facts">
      <h2 id="facts">About this figure</h2>
      <SummaryList
        rows={[
          [
            'Indicator',
            <Link
              key="indicator"
              to="/indicators/$indicatorId"
              params={{ indicatorId: String(figure.indicator_id) }}
            >
              {figure.ref} {figure.name}
            </Link>,
          ],
          ['What it measures', definition.definition],
          ['Of', figure.unit_name],
          ['Breakdown', figure.breakdown === 'all' ? null : sentence(figure.breakdown.replace(':', ': '))],
          ['Period', `${longDate(figure.start_on)} to ${longDate(figure.end_on)}`],
          ['How it adds up', AGGREGATIONS[figure.aggregation]],
          ['Good is', GOOD_IS[figure.polarity]],
          [
            definition.numerator_label || 'Numerator',
            figure.numerator === null ? null : plainNumber(figure.numerator),
          ],
          [
            definition.denominator_label || 'Denominator',
            figure.denominator === null ? null : plainNumber(figure.denominator),
          ],
          [
            'Forecast for the year',
            figure.forecast === null ? null : numberWords(figure.forecast, unit, decimals),
          ],
          ['As it was printed', figure.as_printed],
          ['Source of the data', definition.data_source],
          ['Where it came from', <Origin key="origin" figure={figure} />],
          ['On record since', moment(figure.recorded_at)],
          [
            'Everything on record',
            <Link
              key="trail"
              to="/indicators/$indicatorId/trail"
              params={{ indicatorId: String(figure.indicator_id) }}
              search={{ period: figure.period }}
            >
              The trail of this figure
            </Link>,
          ],
        ]}
      />
    </section>
  );
}

function Origin({ figure }: { figure: Schema<'ObservationRead'> }) {
  const words = ORIGINS[figure.origin] ?? sentence(figure.origin);
  const id = figure.origin_id === null ? '' : String(figure.origin_id);
  const source = figure.source ? `: ${figure.source}` : '';
  if (id && figure.origin === 'restatement') {
    return (
      <Link to="/restatements/$restatementId" params={{ restatementId: id }}>
        {words}
      </Link>
    );
  }
  return (
    <>
      {words}
      {source}
    </>
  );
}
