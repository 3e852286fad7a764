import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';

/** How far an indicator's figures can be trusted, and where everything on record about it is. */
export function AssuranceSection({ indicator }: { indicator: Schema<'IndicatorDetail'> }) {
  return (
    <section aria-labelledby="assurance">
      <h2 id="assurance">Can these figures be trusted?</h2>
      <p>
        <Link to="/indicators/$indicatorId/trail" params={{ indicatorId: String(indicator.id) }}>
          The trail of this measure
        </Link>
        : every definition, figure, source, approval and correction on record, and each figure computed again.
      </p>
    </section>
  );
}
