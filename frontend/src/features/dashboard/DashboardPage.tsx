import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { shortPeriod } from '@/lib/periods';
import { PageTitle } from '@/ui/PageTitle';
import { Attention } from './Attention';
import { Counters } from './Counters';
import styles from './Dashboard.module.css';
import { FigureGroup } from './FigureGroup';
import { LeftOut } from './LeftOut';
import { dashboardQuery } from './queries';
import { ShownFilters } from './ShownFilters';
import { useTrends } from './use-trends';
import { ViewPicker } from './ViewPicker';
import { addCounts, statusesOf, statusOf } from './words';

export function DashboardPage() {
  const search = useSearch({ from: '/staff/dashboard' });
  const { board, leftOut } = useSuspenseQuery(dashboardQuery(search)).data;
  const trends = useTrends(search);
  const chosen = statusesOf(search.status);
  const ofPlan = board.groups.filter((group) => !search.plan || group.plan === search.plan);
  const counts = search.plan ? addCounts(ofPlan.map((group) => group.summary)) : board.summary;
  const shown = ofPlan
    .map((group) => ({
      ...group,
      figures: group.figures.filter((each) => chosen.length === 0 || chosen.includes(statusOf(each))),
    }))
    .filter((group) => group.figures.length > 0);
  const period = shortPeriod(board.period_label);
  return (
    <>
      <PageTitle caption="Performance at a glance" title={`Dashboard, ${period}`}>
        {board.period_label}
      </PageTitle>
      <LeftOut words={leftOut} />
      <ViewPicker board={board} />
      {board.summary.total === 0 ? (
        <NoFigures period={period} />
      ) : (
        <>
          <Counters counts={counts} before={search.plan ? null : board.previous} chosen={chosen} />
          <p>
            <Link
              to="/dashboard/signals"
              search={{ period: search.period, by: search.by, plan: search.plan }}
            >
              Which of these are a real change, and which routine variation?
            </Link>
          </p>
          <div className={styles.columns}>
            <Attention board={board} />
            <div className={styles.groups}>
              <ShownFilters chosen={chosen} groups={shown} total={counts.total} />
              {shown.map((group) => (
                <FigureGroup
                  key={`${group.plan}/${group.code}`}
                  group={group}
                  board={board}
                  asOf={search.as_of}
                  trends={trends}
                />
              ))}
            </div>
          </div>
        </>
      )}
    </>
  );
}

function NoFigures({ period }: { period: string }) {
  return (
    <>
      <h2>No figures yet</h2>
      <p>
        There is no figure of {period} that you may see. A service's figures are here once its service manager
        has confirmed them; for everybody else, once a body has decided on them. Choose an earlier quarter
        above, or see the <Link to="/documents">papers that were issued</Link>.
      </p>
    </>
  );
}
