import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { usePortfolioNames, usePostNames, useUnitNames } from '@/api/organisation';
import { longDate } from '@/lib/dates';
import { SummaryList } from '@/ui/SummaryList';
import { indicatorThreadQuery } from './queries';
import { FREQUENCIES, kindWords } from './words';

/** Who looks after an indicator, which plans it serves, and under what names it was printed. */
export function IndicatorFacts({ indicator }: { indicator: Schema<'IndicatorDetail'> }) {
  const unitName = useUnitNames();
  const postName = usePostNames();
  const portfolioName = usePortfolioNames();
  const lag = indicator.lag;
  return (
    <section aria-labelledby="about">
      <h2 id="about">About this indicator</h2>
      <SummaryList
        rows={[
          ['Service', unitName(indicator.unit_id)],
          ['Owner', postName(indicator.owner_post_id) || 'No owner yet'],
          ['Portfolio', indicator.portfolio_ids.map(portfolioName).join(', ') || 'None'],
          ['Serves', <Served key="served" indicator={indicator} />],
          ['Kind', kindWords(indicator.kind)],
          [
            'Collected',
            (FREQUENCIES[indicator.frequency] ?? '') +
              (lag > 0 ? `, ${lag === 1 ? 'a period' : `${lag} periods`} in arrears` : ''),
          ],
          ['First collected', indicator.valid_from ? longDate(indicator.valid_from) : null],
          ['Collected until', indicator.valid_to ? longDate(indicator.valid_to) : null],
          ['Why it ended', indicator.ended_because || null],
          ['Also known as', indicator.aliases.map(({ ref, name }) => `${ref} ${name}`).join('\n')],
          [
            'Definition',
            indicator.provisional ? 'Provisional: taken over from an earlier report, to be checked' : null,
          ],
        ]}
      />
    </section>
  );
}

function Served({ indicator }: { indicator: Schema<'IndicatorDetail'> }) {
  const { data: thread } = useSuspenseQuery(indicatorThreadQuery(indicator.id));
  const served = thread.plans.flatMap((plan) =>
    plan.themes.flatMap((theme) =>
      theme.priorities
        .filter((priority) => indicator.priority_ids.includes(priority.id))
        .map((priority) => ({ plan, theme, priority })),
    ),
  );
  if (served.length === 0) return <>No plan yet</>;
  return (
    <>
      {served.map(({ plan, theme, priority }) => (
        <span key={priority.id}>
          <Link to="/plans/$planId" params={{ planId: String(plan.id) }}>
            {plan.title}
          </Link>{' '}
          › {theme.name} ›{' '}
          <Link to="/priorities/$priorityId" params={{ priorityId: String(priority.id) }}>
            {priority.name}
          </Link>
          <br />
        </span>
      ))}
    </>
  );
}
