import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { RuleFields } from '@/features/indicators/RuleFields';
import { TryScheme } from './TryScheme';

/** The rating rule of indicators that have none of their own. */
export function SchemeFields({ of }: { of: Schema<'RatingScheme'> }) {
  const mayTry = useMay('edit_indicator');
  return (
    <>
      <h2>How figures are rated</h2>
      <p>Indicators without a rule of their own are rated so. What is on record keeps the rating it has.</p>
      <RuleFields of={of as Schema<'RuleRead'>} unit="" prefix="rating_scheme/" />
      {mayTry ? <TryScheme /> : null}
    </>
  );
}
