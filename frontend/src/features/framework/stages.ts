import type { Schema } from '@/api/client';

export type Cycle = Schema<'Cycle'>;

/** A stage while it is being arranged. Its place in the list is its order. */
export interface DraftStage {
  /** For React alone: stays with the stage wherever it is moved. */
  id: number;
  cycle: Cycle;
  key: string;
  name: string;
  kind: Schema<'StageKind'>;
  body_id: number | null;
  /** The kind of body a template asks for. */
  body_kind: Schema<'BodyKind'> | null;
  days_allowed: string;
  optional: boolean;
  decisive: boolean;
  /** Whether it runs side by side with the one before it. */
  beside: boolean;
}

interface Given extends Omit<DraftStage, 'id' | 'beside' | 'body_id' | 'body_kind' | 'days_allowed'> {
  position: number;
  days_allowed: number;
  body_id?: number | null;
  body_kind?: Schema<'BodyKind'> | null;
}

interface Body {
  id: number;
  kind: Schema<'BodyKind'>;
}

/** The stages of a cycle of a template or version, to be arranged. A kind of body that the council has one of is filled in. */
export function draftsOf(stages: Given[], cycle: Cycle, bodies: Body[]): DraftStage[] {
  const ours = stages.filter((stage) => stage.cycle === cycle);
  return ours.map(({ position, ...stage }, index) => {
    const fitting = bodies.filter((body) => body.kind === stage.body_kind);
    return {
      ...stage,
      id: index + 1,
      body_kind: stage.body_kind ?? null,
      body_id: stage.body_id ?? (fitting.length === 1 ? (fitting[0]?.id ?? null) : null),
      days_allowed: String(stage.days_allowed),
      beside: index > 0 && position === ours[index - 1]?.position,
    };
  });
}

/** Positions 1, 2, 3 …; the same number for stages side by side. */
export function positionsOf(stages: Pick<DraftStage, 'beside'>[]): number[] {
  let position = 0;
  return stages.map((stage, index) => {
    if (index === 0 || !stage.beside) position += 1;
    return position;
  });
}

/** The check stays first and alone, so neither it nor what follows it can be side by side. */
const settled = (stages: DraftStage[]): DraftStage[] =>
  stages.map((stage, index) => (index < 2 && stage.beside ? { ...stage, beside: false } : stage));

/** Whether the stage at a place can change places with its neighbour (-1 above, 1 below): the check stays first. */
export function mayMove(stages: DraftStage[], index: number, by: -1 | 1): boolean {
  return index > 0 && index + by > 0 && index + by < stages.length;
}

/** The stage changes places with its neighbour; the chain keeps its shape. */
export function moved(stages: DraftStage[], index: number, by: -1 | 1): DraftStage[] {
  const one = stages[index];
  const other = stages[index + by];
  if (!one || !other || !mayMove(stages, index, by)) return stages;
  const next = [...stages];
  next[index] = { ...other, beside: one.beside };
  next[index + by] = { ...one, beside: other.beside };
  return settled(next);
}

/** Without the stage; what ran beside it closes up. */
export function without(stages: DraftStage[], index: number): DraftStage[] {
  const gone = stages[index];
  const next = stages.filter((_, each) => each !== index);
  const after = next[index];
  if (gone && !gone.beside && after?.beside) next[index] = { ...after, beside: false };
  return settled(next);
}

/** With one more stage at the end, for somebody to name. */
export function withNew(stages: DraftStage[], cycle: Cycle): DraftStage[] {
  const first = stages.length === 0;
  return [
    ...stages,
    {
      id: Math.max(0, ...stages.map((stage) => stage.id)) + 1,
      cycle,
      key: '',
      name: first ? 'Performance team’s check' : '',
      kind: first ? 'check' : 'member_body',
      body_id: null,
      body_kind: null,
      days_allowed: first ? '5' : '20',
      optional: false,
      decisive: false,
      beside: false,
    },
  ];
}

/** With the stage changed. One stage of a cycle decides, so choosing it takes it from the others. */
export function changed(stages: DraftStage[], index: number, by: Partial<DraftStage>): DraftStage[] {
  return settled(
    stages.map((stage, each) => {
      if (each === index) return { ...stage, ...by };
      return by.decisive ? { ...stage, decisive: false } : stage;
    }),
  );
}

export const decidedByBody = (kind: DraftStage['kind']) =>
  kind === 'officer_review' || kind === 'member_body';

/** The stages as they are sent: in order, with positions, and a key for each that has none yet. */
export function stagesSent(all: DraftStage[]): Schema<'StageCreate'>[] {
  const taken = new Set(all.map((stage) => stage.key).filter(Boolean));
  const positions = (['quarterly', 'annual'] as const).flatMap((cycle) =>
    positionsOf(all.filter((stage) => stage.cycle === cycle)),
  );
  return all.map(({ id, beside, body_kind, ...stage }, index) => ({
    ...stage,
    key: stage.key || keyOf(stage.name, taken),
    body_id: decidedByBody(stage.kind) ? stage.body_id : null,
    days_allowed: Number(stage.days_allowed) || 0,
    position: positions[index] ?? 1,
  }));
}

/** A key made of a name, which no other stage has: "overview_and_scrutiny". */
function keyOf(name: string, taken: Set<string>): string {
  const stem =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_|_$/g, '')
      .slice(0, 50) || 'stage';
  let key = stem;
  for (let number = 2; taken.has(key); number++) key = `${stem}_${number}`;
  taken.add(key);
  return key;
}
