import { useSuspenseQueries } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMayIn } from '@/api/session';
import { looksBack, useView } from '@/api/view';
import { HowCalculated } from '@/features/calculations/HowCalculated';
import { PageTitle } from '@/ui/PageTitle';
import { Evidence } from './Evidence';
import { FigureFacts } from './FigureFacts';
import { FigureStrip } from './FigureStrip';
import { dashboardOf } from './figure-words';
import styles from './Observation.module.css';
import { observationQuery, revisionsQuery } from './queries';
import { Rated } from './Rated';
import { Revisions } from './Revisions';
import { WhichRevision } from './WhichRevision';

/** Where every figure leads to: what it is, what rated it, where it came from, how it was changed. */
export function ObservationPage() {
  const id = Number(useParams({ from: '/staff/observations/$observationId' }).observationId);
  const view = useView();
  const [{ data: figure }, { data: revisions }] = useSuspenseQueries({
    queries: [observationQuery(id, view), revisionsQuery(id, view)],
  });
  const mayRestate =
    useMayIn(figure.responsible_unit_id, 'propose_restatement') && figure.origin !== 'calculation';
  const explained = Object.entries(figure.explanations);
  return (
    <>
      <PageTitle
        title={`${figure.ref}, ${figure.period_label}`}
        caption={`${figure.ref} · ${figure.period_label}`}
        crumbs={[
          { label: 'Dashboard', to: dashboardOf(figure.period, view.pack) },
          { label: `${figure.ref} ${figure.name}`, to: `/indicators/${figure.indicator_id}` },
        ]}
      >
        {figure.name}
      </PageTitle>
      <WhichRevision figure={figure} view={view} />
      <FigureStrip figure={figure} />
      <div className={styles.columns}>
        <div>
          <h2>Commentary</h2>
          <p className={styles.prose}>{figure.commentary || 'No commentary was given with this figure.'}</p>
          {explained.length > 0 ? (
            <>
              <h2>What checks found, explained</h2>
              <ul className={styles.list}>
                {explained.map(([check, words]) => (
                  <li key={check}>{words}</li>
                ))}
              </ul>
            </>
          ) : null}
          <Evidence figure={figure} />
        </div>
        <Rated figure={figure} decided={figure.approved} seenNow={!looksBack(view)} />
      </div>
      {figure.origin === 'calculation' ? <HowCalculated figure={figure} /> : null}
      <FigureFacts figure={figure} />
      <Revisions figure={figure} revisions={revisions} mayRestate={mayRestate} />
    </>
  );
}
