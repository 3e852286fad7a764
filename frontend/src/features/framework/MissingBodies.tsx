import { api, type Schema, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { useSend } from '@/api/use-send';
import { codeOf } from '@/features/council/words';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { type DraftStage, decidedByBody } from './stages';
import { BODY_NAMES } from './words';

interface Props {
  stages: DraftStage[];
  bodies: Schema<'BodyRead'>[];
  onMade: (bodies: Schema<'BodyRead'>[]) => void;
}

/** Bodies that a template asks for and the council has not yet: added at once, each by its usual name. */
export function MissingBodies({ stages, bodies, onMade }: Props) {
  const mayAdd = useMay('manage_organisation');
  const wanted = new Set(
    stages.flatMap((stage) =>
      decidedByBody(stage.kind) && stage.body_id === null && stage.body_kind ? [stage.body_kind] : [],
    ),
  );
  const missing = [...wanted].filter((kind) => !bodies.some((body) => body.kind === kind));
  const names = missing.map((kind) => BODY_NAMES[kind] ?? kind);
  const { run, busy, problem } = useSend(async () => {
    const made: Schema<'BodyRead'>[] = [];
    for (const kind of missing) {
      const name = BODY_NAMES[kind] ?? kind;
      made.push(await unwrap(api.POST('/api/v1/bodies', { body: { name, kind, code: codeOf(name) } })));
    }
    return made;
  }, onMade);
  if (missing.length === 0) return null;
  return (
    <Notice title="Bodies that this needs">
      <p>
        {names.join(', ')}: your council has no such {missing.length === 1 ? 'body' : 'bodies'} yet.{' '}
        {mayAdd
          ? 'Add them by these names, which you can change later, or choose others below.'
          : 'Ask your administrator to add them, or choose others below.'}
      </p>
      {problem ? <ProblemSummary problem={problem} /> : null}
      {mayAdd ? (
        <Button secondary busy={busy} onClick={() => run()}>
          Add {missing.length === 1 ? 'it' : `these ${missing.length}`}
        </Button>
      ) : null}
    </Notice>
  );
}
