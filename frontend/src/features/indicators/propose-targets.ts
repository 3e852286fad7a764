import { api, type Schema, unwrap } from '@/api/client';

type Target = Schema<'TargetCreate'>;
type Tried = Schema<'TargetTried'>;

/**
 * Tries a target for each period, and proposes them where the checks leave nothing unexplained in any: first all are
 * tried, so that none is proposed while another waits for its explanation. Answers what was found, each check once.
 */
export async function proposeTargets(
  indicator_id: number,
  target: Target,
  periods: string[],
): Promise<Tried> {
  const path = { indicator_id };
  const bodies = periods.map((period) => ({ ...target, period }));
  const tries: Tried[] = [];
  for (const body of bodies) {
    const params = { path, query: { dry_run: true } };
    const answer = api.POST('/api/v1/indicators/{indicator_id}/targets', { params, body });
    tries.push((await unwrap(answer)) as Tried);
  }
  const clear = tries.every((each) => each.clear);
  if (clear) {
    for (const [index, body] of bodies.entries()) {
      const found = new Set(tries[index]?.findings.map(({ code }) => code));
      const explanations = Object.fromEntries(
        Object.entries(target.explanations ?? {}).filter(([code]) => found.has(code)),
      );
      const sent = { ...body, explanations };
      await unwrap(api.POST('/api/v1/indicators/{indicator_id}/targets', { params: { path }, body: sent }));
    }
  }
  const findings = new Map(
    tries.flatMap((each) => each.findings.map((found) => [found.code, found] as const)),
  );
  return { clear, findings: [...findings.values()] };
}

/** The period that was chosen, and where that was asked for those after it in the same year. */
export function periodsWanted(
  periods: Pick<Schema<'PeriodRead'>, 'code' | 'year' | 'start_on'>[],
  chosen: string,
  andLater: boolean,
): string[] {
  const first = periods.find((each) => each.code === chosen);
  if (!first || !andLater) return [chosen];
  return periods
    .filter((each) => each.year === first.year && each.start_on >= first.start_on)
    .map((each) => each.code);
}
