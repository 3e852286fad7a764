export interface ChainStage {
  key: string;
  name: string;
  /** Who decides at it, where a body does. */
  body: string;
  days: number | null;
  optional: boolean;
  decisive: boolean;
  position: number;
}

/** Stages side by side together, in order. */
export function groupsOf(stages: ChainStage[]): ChainStage[][] {
  const groups = new Map<number, ChainStage[]>();
  for (const stage of stages) groups.set(stage.position, [...(groups.get(stage.position) ?? []), stage]);
  return [...groups.values()];
}

const words = (stage: ChainStage) =>
  [
    stage.name || 'a stage without a name',
    stage.decisive ? ', which decides' : '',
    stage.optional ? ', which may be skipped' : '',
  ].join('');

/** The chain as a sentence: "The check, then CMT and portfolio holders side by side, then Cabinet, which decides." */
export function chainSentence(stages: ChainStage[]): string {
  if (stages.length === 0) return 'There are no stages yet.';
  const parts = groupsOf(stages).map((group) =>
    group.length === 1 ? group.map(words).join('') : `${group.map(words).join(' and ')} side by side`,
  );
  return `${parts.join('; then ')}.`;
}
