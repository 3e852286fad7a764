import type { Schema } from '@/api/client';

/** Whether somebody enters for this unit as its own data provider, and not on its behalf. */
export function providesFor({ grants }: Schema<'SessionRead'>, unitId: number): boolean {
  return grants.some(
    ({ role, scope, unit_ids }) =>
      role === 'data_provider' && (scope === 'council' || unit_ids.includes(unitId)),
  );
}
