import { useSuspenseQueries } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { shortPeriod } from '@/lib/periods';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { LeftOut } from './LeftOut';
import { dashboardQuery, signalsQuery } from './queries';
import { SignalGrid } from './SignalGrid';
import { SignalList } from './SignalList';
import { besides, cellWords, meaningOf, signalsOf } from './signals';
import { useShow } from './use-show';
import { ViewPicker } from './ViewPicker';
import { statusesOf } from './words';

/** Ratings beside signals: what is off target and only varies as it always has, and what is on target and slips. */
export function SignalsPage() {
  const search = useSearch({ from: '/staff/dashboard/signals' });
  const show = useShow();
  const [{ data: dashboard }, { data: signals }] = useSuspenseQueries({
    queries: [dashboardQuery(search), signalsQuery(search)],
  });
  const { board, leftOut } = dashboard;
  const rows = besides(board, signals, search.plan);
  const status = statusesOf(search.status)[0];
  const signal = signalsOf(search.signal);
  const chosen = rows.filter(
    (row) => (!status || row.status === status) && (!signal || row.variation === signal),
  );
  const judged = chosen.filter((row) => row.signal.variation !== null);
  const without = rows.filter((row) => row.signal.variation === null);
  const period = shortPeriod(board.period_label);
  return (
    <>
      <PageTitle
        caption={board.period_label}
        title={`Real change or routine variation, ${period}`}
        crumbs={[{ label: 'Dashboard', to: '/dashboard' }]}
      >
        Real change or routine variation?
      </PageTitle>
      <LeftOut words={leftOut} />
      <ViewPicker board={board} grouped={false} />
      <p>
        A status says whether a figure met its target. A signal says whether something has changed: red may be
        routine, and green a warning. Press a number to see which they are.
      </p>
      {rows.length === 0 ? (
        <p>
          There is no figure of {period} that you may see. Choose an earlier quarter above, or go back to the{' '}
          <Link to="/dashboard">dashboard</Link>.
        </p>
      ) : (
        <SignalGrid rows={rows} status={status} signal={signal} />
      )}
      <div role="status">
        {status && signal ? (
          <>
            <h2>{cellWords(status, signal)}</h2>
            <p>
              {meaningOf(status, signal)}{' '}
              <LinkButton onClick={() => show({ status: undefined, signal: undefined })}>
                Show all figures
              </LinkButton>
            </p>
          </>
        ) : null}
      </div>
      {rows.length > 0 ? <SignalList rows={judged} board={board} /> : null}
      {without.length > 0 && !(status && signal) ? <SignalList rows={without} board={board} without /> : null}
      {rows.length > 0 ? <p>{signals.settings_words}</p> : null}
    </>
  );
}
