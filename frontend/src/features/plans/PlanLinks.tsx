import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import styles from './Plans.module.css';

/** Where to read more of a plan: its years, what became of it, and what changed since the one before it. */
export function PlanLinks({ plan }: { plan: Schema<'PlanTree'> }) {
  const params = { planId: String(plan.id) };
  const inForce = plan.state === 'adopted' || plan.state === 'superseded';
  const hasBefore = plan.follows_id !== null || plan.supersedes_ids.length > 0;
  if (!inForce && !hasBefore) return null;
  return (
    <p className={styles.links}>
      {inForce ? (
        <>
          <Link to="/plans/$planId/outturns" params={params}>
            Outturns of its years
          </Link>
          <Link to="/plans/$planId/year" params={params}>
            Words for the annual report
          </Link>
        </>
      ) : null}
      {plan.state === 'superseded' ? (
        <Link to="/plans/$planId/succession" params={params}>
          What became of it
        </Link>
      ) : null}
      {hasBefore ? (
        <Link to="/plans/$planId/changes" params={params}>
          What changed since the plan before
        </Link>
      ) : null}
    </p>
  );
}
