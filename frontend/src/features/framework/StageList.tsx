import { useRef, useState } from 'react';
import type { Schema } from '@/api/client';
import { Button } from '@/ui/Button';
import type { ChainStage } from './chain';
import { StageChain } from './StageChain';
import { StageFields } from './StageFields';
import styles from './StageList.module.css';
import {
  type Cycle,
  changed,
  type DraftStage,
  mayMove,
  moved,
  positionsOf,
  withNew,
  without,
} from './stages';
import { CYCLES } from './words';

interface Props {
  cycle: Cycle;
  stages: DraftStage[];
  /** The place of its first stage in what is sent, where the other cycle's stand before it. */
  offset: number;
  bodies: Schema<'BodyRead'>[];
  onChange: (stages: DraftStage[]) => void;
  onAddBody: (index: number) => void;
}

/** The stages of one cycle, to add, remove and rearrange, below a picture of the chain that they make. */
export function StageList({ cycle, stages, offset, bodies, onChange, onAddBody }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');
  const names = new Map(bodies.map((body) => [body.id, body.name]));
  const positions = positionsOf(stages);
  const chain: ChainStage[] = stages.map((stage, index) => ({
    ...stage,
    key: String(stage.id),
    body: stage.body_id === null ? '' : (names.get(stage.body_id) ?? ''),
    days: Number(stage.days_allowed) || 0,
    position: positions[index] ?? 1,
  }));
  /** Moves a stage; the button that was pressed goes with it, and what happened is read out. */
  function move(index: number, by: -1 | 1) {
    const next = moved(stages, index, by);
    onChange(next);
    setSaid(`${stages[index]?.name || 'The stage'} is now number ${index + by + 1}.`);
    const id = stages[index]?.id;
    requestAnimationFrame(() => {
      const buttons =
        list.current?.querySelectorAll<HTMLButtonElement>(`[data-stage="${id}"] [data-move]`) ?? [];
      const same = [...buttons].find((button) => button.dataset.move === String(by));
      (same && !same.disabled ? same : [...buttons].find((button) => !button.disabled))?.focus();
    });
  }
  return (
    <section aria-labelledby={`stages-${cycle}`}>
      <h2 id={`stages-${cycle}`}>{CYCLES[cycle].title}</h2>
      <p>{CYCLES[cycle].what}</p>
      <div className={styles.picture}>
        <StageChain stages={chain} />
      </div>
      <p role="status" className="govuk-visually-hidden">
        {said}
      </p>
      <ol ref={list} className={styles.stages}>
        {stages.map((stage, index) => (
          <StageFields
            key={stage.id}
            stage={stage}
            number={index + 1}
            place={offset + index}
            bodies={bodies}
            first={index === 0}
            mayBeside={index > 1}
            mayRemove={index > 0 || stages.length === 1}
            mayUp={mayMove(stages, index, -1)}
            mayDown={mayMove(stages, index, 1)}
            onMove={(by) => move(index, by)}
            onRemove={() => {
              onChange(without(stages, index));
              setSaid(`${stage.name || 'The stage'} is removed.`);
            }}
            onChange={(given) => onChange(changed(stages, index, given))}
            onAddBody={() => onAddBody(index)}
          />
        ))}
      </ol>
      <Button secondary onClick={() => onChange(withNew(stages, cycle))}>
        {stages.length === 0 ? `Begin ${CYCLES[cycle].title.toLowerCase()}` : 'Add a stage'}
      </Button>
    </section>
  );
}
