import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { Choices } from '@/ui/Choices';
import { LinkButton } from '@/ui/LinkButton';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import styles from './StageList.module.css';
import { type DraftStage, decidedByBody } from './stages';
import { KINDS } from './words';

interface Props {
  stage: DraftStage;
  /** Its number in the list, as people count. */
  number: number;
  /** Its place in what is sent: faults name it. */
  place: number;
  bodies: Schema<'BodyRead'>[];
  first: boolean;
  mayBeside: boolean;
  mayRemove: boolean;
  mayUp: boolean;
  mayDown: boolean;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onChange: (given: Partial<DraftStage>) => void;
  onAddBody: () => void;
}

/** One stage: what it is called, what happens there, who decides, how long they have. */
export function StageFields({ stage, number, place, bodies, first, ...rest }: Props) {
  const mayAddBody = useMay('manage_organisation');
  const at = (field: string) => `stages/${place}/${field}`;
  const called = stage.name || `stage ${number}`;
  const fitting = bodies.filter((body) => body.of_members === (stage.kind === 'member_body'));
  const kinds = first ? ['check'] : Object.keys(KINDS).filter((kind) => kind !== 'check');
  return (
    <li className={styles.stage} data-stage={stage.id}>
      <div className={styles.head}>
        <h3>
          {number}. {stage.name || 'New stage'}
        </h3>
        <div className={styles.tools}>
          {first ? null : (
            <>
              <LinkButton
                data-move="-1"
                disabled={!rest.mayUp}
                onClick={() => rest.onMove(-1)}
                aria-label={`Move up: ${called}`}
              >
                Move up
              </LinkButton>
              <LinkButton
                data-move="1"
                disabled={!rest.mayDown}
                onClick={() => rest.onMove(1)}
                aria-label={`Move down: ${called}`}
              >
                Move down
              </LinkButton>
            </>
          )}
          {rest.mayRemove ? (
            <LinkButton onClick={rest.onRemove} aria-label={`Remove ${called}`}>
              Remove
            </LinkButton>
          ) : null}
        </div>
      </div>
      <div className={styles.fields}>
        <TextField
          name={at('name')}
          label="Name"
          value={stage.name}
          onChange={(event) => rest.onChange({ name: event.currentTarget.value })}
        />
        <Select
          name={at('kind')}
          label="What happens"
          value={stage.kind}
          options={kinds.map((kind) => ({ value: kind, label: KINDS[kind as DraftStage['kind']] }))}
          onChange={(event) =>
            rest.onChange({
              kind: event.currentTarget.value as DraftStage['kind'],
              body_id: null,
              decisive: false,
            })
          }
        />
        {decidedByBody(stage.kind) ? (
          <div>
            <Select
              name={at('body_id')}
              label="Who decides"
              empty="Choose a body"
              value={stage.body_id ?? ''}
              options={fitting.map((body) => ({ value: String(body.id), label: body.name }))}
              onChange={(event) => rest.onChange({ body_id: Number(event.currentTarget.value) || null })}
            />
            {mayAddBody && stage.body_id === null ? (
              <LinkButton onClick={rest.onAddBody} aria-label={`Add a body for ${called}`}>
                Add a body
              </LinkButton>
            ) : null}
          </div>
        ) : null}
        <TextField
          name={at('days_allowed')}
          label="Working days"
          inputMode="numeric"
          narrow
          value={stage.days_allowed}
          onChange={(event) => rest.onChange({ days_allowed: event.currentTarget.value })}
        />
      </div>
      {first ? null : (
        <div className={styles.more}>
          <Choices
            key={`${stage.beside} ${stage.optional} ${stage.decisive} ${rest.mayBeside} ${stage.kind}`}
            kind="checkboxes"
            name={at('decisive')}
            label={<span className="govuk-visually-hidden">More about {called}</span>}
            inline
            defaultValue={(['beside', 'optional', 'decisive'] as const).filter((each) => stage[each])}
            onChange={(value, checked) => rest.onChange({ [value]: checked })}
            choices={[
              ...(rest.mayBeside ? [{ value: 'beside', label: 'Side by side with the one above' }] : []),
              { value: 'optional', label: 'May be skipped' },
              ...(stage.kind === 'member_body'
                ? [
                    {
                      value: 'decisive',
                      label:
                        stage.cycle === 'annual'
                          ? 'Its decision makes targets approved'
                          : 'Its decision makes figures approved',
                    },
                  ]
                : []),
            ]}
          />
        </div>
      )}
    </li>
  );
}
