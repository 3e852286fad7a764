import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import type { Schema } from '@/api/client';
import { ClashChoice } from '@/features/submissions/ClashChoice';
import { figureWords } from '@/lib/format';
import { FormContext } from '@/ui/form-context';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { Asked } from './Asked';
import { PastYears } from './PastYears';
import { ProfileEditor } from './ProfileEditor';
import { ProposalFindings } from './ProposalFindings';
import { clashRows } from './proposal-clash';
import { useProposal } from './use-proposal';
import { saidWords, targetText, typedTarget } from './words';
import styles from './Year.module.css';

type Proposal = Schema<'ProposalRead'>;

const CHOICES = {
  measured: [
    { value: 'keep', label: 'Keep the target' },
    { value: 'change', label: 'Change the target' },
    { value: 'drop', label: 'Drop the indicator' },
  ],
  contextual: [
    { value: 'keep', label: 'Keep measuring it' },
    { value: 'drop', label: 'Drop the indicator' },
  ],
  added: [
    { value: 'new', label: 'Measure it from this year' },
    { value: 'drop', label: 'Do not propose it after all' },
  ],
};
const SAVED = {
  saved: '',
  saving: 'Saving …',
  waiting: 'Not saved yet.',
  refused: 'Not saved: see below.',
  clash: 'Not saved: choose below.',
};

interface Props {
  proposal: Proposal;
  keeper: (id: number, save: () => Promise<boolean>) => void;
}

/** What is proposed for one series, beside what it came to in earlier years. Saved as it is typed. */
export function ProposalCard({ proposal, keeper }: Props) {
  const formId = `proposal-${proposal.id}`;
  const { type, save, saving, problem, clash, drawn, keepMine, takeTheirs } = useProposal(
    proposal.submission_id,
    proposal,
  );
  keeper(proposal.id, save);
  const { indicator } = proposal;
  const measured = indicator.definition;
  const takesTarget =
    indicator.kind === 'performance' && proposal.change !== null && proposal.change !== 'drop';
  const typesTarget = takesTarget && proposal.change !== 'keep';
  const choices = proposal.is_new
    ? CHOICES.added
    : indicator.kind === 'contextual'
      ? CHOICES.contextual
      : CHOICES.measured;
  return (
    <FormContext.Provider value={{ id: formId, problem }}>
      <section className={styles.card} aria-labelledby={`${formId}-title`}>
        <div className={styles.head}>
          <h3 id={`${formId}-title`} tabIndex={-1}>
            <Link to="/indicators/$indicatorId" params={{ indicatorId: String(indicator.id) }}>
              {indicator.ref} {indicator.name}
              {indicator.breakdown === 'all' ? '' : ` (${indicator.breakdown.replace(':', ': ')})`}
            </Link>
          </h3>
          <p className={styles.saved} role="status">
            {SAVED[saving]}
          </p>
        </div>
        <p className={styles.quiet}>
          {proposal.is_new ? 'New. ' : ''}
          {indicator.kind === 'contextual'
            ? 'Data only: it has no target.'
            : `Target of the year before: ${saidWords(proposal.before, measured)}`}
        </p>
        {problem && problem.faults.length === 0 ? (
          <p className="govuk-error-message" role="alert">
            {problem.message}
          </p>
        ) : null}
        {clash ? (
          <ClashChoice
            id={`${formId}-clash`}
            name={`${indicator.ref} ${indicator.name}`}
            rows={clashRows(clash.theirs, clash.typed, clash.fields)}
            onKeepMine={keepMine}
            onTakeTheirs={takeTheirs}
          />
        ) : null}
        <div className={styles.columns}>
          <div>
            <Select
              key={drawn.change}
              name="change"
              label="What is proposed"
              options={choices}
              empty="Choose"
              defaultValue={proposal.change ?? ''}
              onChange={(event) =>
                type({ change: (event.currentTarget.value || null) as Schema<'ProposedChange'> | null })
              }
            />
            {typesTarget ? (
              <YearTarget key={drawn.target} proposal={proposal} onType={(target) => type({ target })} />
            ) : takesTarget ? (
              <p>
                Target for {proposal.period_label}: <strong>{saidWords(proposal.target, measured)}</strong>
              </p>
            ) : null}
            {proposal.change === null ? null : (
              <TextArea
                key={drawn.rationale}
                name="rationale"
                label={proposal.change === 'drop' ? 'Why it is dropped' : 'Why this is the target'}
                optional={proposal.change === 'keep'}
                rows={3}
                defaultValue={proposal.rationale}
                onChange={(event) => type({ rationale: event.currentTarget.value })}
              />
            )}
            {typesTarget ? (
              <Benchmark
                key={`${drawn.benchmark} ${drawn.benchmark_source}`}
                proposal={proposal}
                type={type}
              />
            ) : null}
          </div>
          <div className={styles.past}>
            <PastYears
              caption={
                <>
                  Last years
                  <span className="govuk-visually-hidden">
                    {' '}
                    of {indicator.ref} {indicator.breakdown === 'all' ? '' : indicator.breakdown}
                  </span>
                </>
              }
              past={proposal.past}
              unitOfMeasure={measured.unit_of_measure}
              decimals={measured.decimals}
            />
            <SoFar proposal={proposal} />
          </div>
        </div>
        {takesTarget && proposal.periods.length > 0 ? (
          <ProfileEditor
            key={`${drawn.profile} ${drawn.periods} ${drawn.target}`}
            proposal={proposal}
            fixed={proposal.change === 'keep'}
            type={type}
          />
        ) : null}
        <ProposalFindings key={drawn.explanations} proposal={proposal} type={type} />
        <Asked id={proposal.id} name={`${indicator.ref} ${indicator.name}`} />
      </section>
    </FormContext.Provider>
  );
}

function YearTarget({
  proposal,
  onType,
}: {
  proposal: Proposal;
  onType: (target: Schema<'ProposedTarget'> | null) => void;
}) {
  const unit = proposal.indicator.definition.unit_of_measure;
  return (
    <TextField
      name="target"
      label={`Target for ${proposal.period_label}${unit ? ` (${unit})` : ''}`}
      hint="A figure, a range such as 40 to 60, or words"
      narrow
      defaultValue={targetText(proposal.target)}
      onChange={(event) => onType(typedTarget(event.currentTarget.value))}
    />
  );
}

function Benchmark({
  proposal,
  type,
}: {
  proposal: Proposal;
  type: (typed: Schema<'ProposalUpdate'>) => void;
}) {
  const id = useId();
  const [open, setOpen] = useState(proposal.benchmark !== '' || proposal.benchmark_source !== '');
  return (
    <details
      id={id}
      className="govuk-details"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">Benchmark (optional)</span>
      </summary>
      <div className="govuk-details__text">
        <TextField
          name="benchmark"
          label="What others achieve"
          defaultValue={proposal.benchmark}
          onChange={(event) => type({ benchmark: event.currentTarget.value })}
        />
        <TextField
          name="benchmark_source"
          label="Where that is from"
          defaultValue={proposal.benchmark_source}
          onChange={(event) => type({ benchmark_source: event.currentTarget.value })}
        />
      </div>
    </details>
  );
}

function SoFar({ proposal }: { proposal: Proposal }) {
  if (proposal.so_far.length === 0) return null;
  const { unit_of_measure, decimals } = proposal.indicator.definition;
  const said = proposal.so_far.map(
    (each) =>
      `${each.period_label}: ${figureWords({ value: each.value, value_state: each.value_state, unit_of_measure, decimals })}`,
  );
  return <p className={styles.quiet}>The year so far: {said.join(' · ')}</p>;
}
