import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { looksBack, useView } from '@/api/view';
import { ServerChart } from '@/charts/ServerChart';
import { numberWords } from '@/lib/format';
import { VARIATIONS } from '@/lib/status';
import { Button } from '@/ui/Button';
import { Busy } from '@/ui/Progress';
import { StatusTag } from '@/ui/StatusTag';
import styles from './IndicatorPage.module.css';
import { ProcessTable } from './ProcessTable';
import { processChartQuery, processQuery } from './queries';
import { RebaseDialog } from './RebaseDialog';
import { RebaseHistory } from './RebaseHistory';

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  series: Schema<'SeriesRead'>;
}

const WIDE = 620;
const NARROW = 340;
const TITLE = 'Is this a real change, or routine variation?';

/** Whether the latest figure says anything new of what is behind it, and whether the target can be met as things are. */
export function ProcessSection({ indicator, series }: Props) {
  const view = useView();
  const { data, isError } = useQuery(processQuery(series, view));
  return (
    <section aria-labelledby="process">
      <h2 id="process">{TITLE}</h2>
      {isError ? <p>The process limits could not be read. Read this page again to try once more.</p> : null}
      {data || isError ? null : <Busy>Working out the limits …</Busy>}
      {data ? <Judged indicator={indicator} series={series} process={data} /> : null}
    </section>
  );
}

function Judged({ indicator, series, process }: Props & { process: Schema<'ProcessRead'> }) {
  const [rebasing, setRebasing] = useState(false);
  const view = useView();
  const mayRebase = process.allowed_actions.includes('rebase') && !looksBack(view);
  const never = process.without !== null && process.without !== 'too_few';
  return (
    <div className={styles.columns}>
      <Verdict process={process} />
      {never ? null : (
        <div>
          <Drawing indicator={indicator} series={series} process={process} />
          {mayRebase && process.points.length > 1 ? (
            <Button secondary onClick={() => setRebasing(true)}>
              Record a rebase
            </Button>
          ) : null}
          <RebaseHistory indicatorId={indicator.id} seriesId={series.id} />
        </div>
      )}
      {rebasing ? <RebaseDialog process={process} onClose={() => setRebasing(false)} /> : null}
    </div>
  );
}

/** What the latest figure signals, what that means and what to do, and what to expect of the target. */
function Verdict({ process }: { process: Schema<'ProcessRead'> }) {
  return (
    <div>
      {process.variation ? (
        <p className={styles.verdict}>
          <StatusTag {...VARIATIONS[process.variation]} />
        </p>
      ) : null}
      <p>{process.meaning}</p>
      {process.advice ? <p>{process.advice}</p> : null}
      {process.expected ? <p>{process.expected}</p> : null}
      {process.without === 'too_few' ? (
        <p>
          Until there are {process.fewest}, a rise or fall from one figure to the next says little: look at
          the trend, and ask again later.
        </p>
      ) : null}
      {process.basis_words ? <p className={styles.meta}>{process.basis_words}</p> : null}
      {process.limits ? <p className={styles.meta}>{process.settings_words}</p> : null}
    </div>
  );
}

function Drawing({ indicator, series, process }: Props & { process: Schema<'ProcessRead'> }) {
  const view = useView();
  const [width] = useState(() => (window.matchMedia('(max-width: 640px)').matches ? NARROW : WIDE));
  const { data, isError } = useQuery(processChartQuery(series, view, width));
  const table = <ProcessTable process={process} download={`${indicator.ref}-process-limits`} />;
  if (isError) return table;
  return data ? (
    <ServerChart
      svg={data}
      title="Process limits"
      download={indicator.ref}
      table={table}
      caption={limitsSaid(process)}
    />
  ) : (
    <Busy>Drawing …</Busy>
  );
}

function limitsSaid(process: Schema<'ProcessRead'>): string {
  const { limits, unit_of_measure, decimals } = process;
  if (!limits) return '';
  const [mean, lower, upper] = [limits.mean, limits.lower, limits.upper].map((each) =>
    numberWords(each, unit_of_measure, decimals),
  );
  return `Mean ${mean}; routine figures lie between ${lower} and ${upper}.`;
}
