import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { useMayIn } from '@/api/session';
import { useSend } from '@/api/use-send';
import { ruleSentences } from '@/features/indicators/words';
import { moment } from '@/lib/dates';
import { numberWords, targetWords } from '@/lib/format';
import { periodOfCode } from '@/lib/periods';
import { ratingWord } from '@/lib/status';
import { Button } from '@/ui/Button';
import { ProblemSummary } from '@/ui/ProblemSummary';
import styles from './Observation.module.css';
import { OverrideDialog } from './OverrideDialog';

interface Props {
  figure: Schema<'ObservationRead'>;
  /** Members have decided on it: no judgement any more. */
  decided: boolean;
  /** Not in an edition or as of a moment, where nothing is changed. */
  seenNow: boolean;
}

/** What rated the figure: the rule in words, what it looked at, and a judgement where one stands. */
export function Rated({ figure, decided, seenNow }: Props) {
  const { rule, target, definition, last_year, forecast } = figure.made_by;
  const { unit_of_measure: unit, decimals } = figure;
  const number = (value: number) => numberWords(value, unit, decimals);
  return (
    <section aria-labelledby="rated">
      <h2 id="rated">How it was rated</h2>
      {figure.unrated_sentence ? <p>{figure.unrated_sentence}</p> : null}
      {rule && figure.kind !== 'contextual' ? (
        <>
          <ul className={styles.list}>
            {ruleSentences(rule, definition).map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
          <p className={styles.meta}>
            Rule version {rule.number}, definition version {definition.number}. Compared as displayed.
          </p>
        </>
      ) : null}
      {target ? (
        <p>
          Target: {targetWords(figure)}. {target.rationale}
        </p>
      ) : null}
      {last_year?.value != null ? (
        <p>
          The rule looked at {periodOfCode(last_year.period_code)}: {number(last_year.value)}.
        </p>
      ) : null}
      {forecast !== null ? <p>The rule looked at the forecast for the year: {number(forecast)}.</p> : null}
      <JudgementPart figure={figure} offered={seenNow && !decided} />
    </section>
  );
}

function JudgementPart({ figure, offered }: { figure: Schema<'ObservationRead'>; offered: boolean }) {
  const may = useMayIn(figure.responsible_unit_id, 'edit_indicator') && offered;
  const rateable = figure.value !== null && figure.kind !== 'contextual';
  const [open, setOpen] = useState(false);
  const { judgement } = figure.made_by;
  return (
    <>
      {judgement ? <JudgementWords figure={figure} judgement={judgement} /> : null}
      {may && rateable ? (
        <div className="govuk-button-group">
          <Button secondary onClick={() => setOpen(true)}>
            {judgement ? 'Change the judgement' : 'Rate by judgement'}
          </Button>
          {judgement ? <Withdraw figure={figure} /> : null}
        </div>
      ) : null}
      {open ? <OverrideDialog figure={figure} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface WordsProps {
  figure: Schema<'ObservationRead'>;
  judgement: Schema<'Judgement'>;
}

function JudgementWords({ figure, judgement }: WordsProps) {
  const knownAs = useKnownAs();
  return (
    <div className={styles.judgement}>
      <p>
        <strong>Rated by judgement:</strong> {ratingWord(figure.rating).toLowerCase()}.{' '}
        {figure.ruled_rating
          ? `By the rule alone it is ${ratingWord(figure.ruled_rating).toLowerCase()}.`
          : null}
      </p>
      <p className={styles.prose}>{figure.override_reason}</p>
      <p className={styles.meta}>
        {knownAs(judgement.judged_by)}, {moment(judgement.judged_at)}
      </p>
    </div>
  );
}

function Withdraw({ figure }: { figure: Schema<'ObservationRead'> }) {
  const { run, busy, problem } = useSend(() =>
    unwrap(
      api.POST('/api/v1/observations/{observation_id}/rating-overrides', {
        params: { path: { observation_id: figure.id } },
        body: { rating: null, reason: 'The judgement is withdrawn; the rule rates it again.' },
      }),
    ),
  );
  return (
    <>
      {problem ? <ProblemSummary problem={problem} /> : null}
      <Button secondary busy={busy} onClick={() => void run()}>
        Withdraw the judgement
      </Button>
    </>
  );
}
