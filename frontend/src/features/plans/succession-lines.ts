import type { Schema } from '@/api/client';

export const MAPPED = ['priorities', 'indicators', 'activities'] as const;
export type Mapped = (typeof MAPPED)[number];

/** What is said of one thing of the old plan: what follows it (ids), or why nothing does. */
export interface Said {
  to: number[];
  reason: string;
}

/** By part and id (`indicators-7`); what nobody touched is as suggested. */
export type Chosen = Record<string, Said>;

type Succession = Schema<'PlanSuccessionRead'>;
type Line = Pick<Schema<'SuccessionLine'>, 'id' | 'label'>;

/** What follows something before anybody says: itself where it stands in both plans, else what is called the same. */
export function suggested(line: Line, options: Line[]): Said {
  const found =
    options.find((each) => each.id === line.id && each.label === line.label) ??
    options.find((each) => nameOf(each) === nameOf(line));
  return { to: found ? [found.id] : [], reason: '' };
}

/** What was said, as the service takes it. Of what neither has a successor nor a reason nothing is sent. */
export function linesOf(old: Succession, next: Succession, chosen: Chosen) {
  const of = (part: Mapped) =>
    old[part].flatMap((line) => {
      const said = chosen[`${part}-${line.id}`] ?? suggested(line, next[part]);
      if (said.to.length > 0)
        return said.to.map((to_id) => ({
          from_id: line.id,
          to_id: to_id as number | null,
          reason: said.reason || null,
        }));
      return said.reason ? [{ from_id: line.id, to_id: null, reason: said.reason }] : [];
    });
  return { priorities: of('priorities'), indicators: of('indicators'), activities: of('activities') };
}

function nameOf({ label }: Line) {
  return label.slice(label.indexOf(': ') + 2);
}
