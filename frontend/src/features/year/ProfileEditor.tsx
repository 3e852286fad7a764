import { useState } from 'react';
import type { Schema } from '@/api/client';
import { Choices } from '@/ui/Choices';
import { SeasonChart } from './SeasonChart';
import { PROFILES, saidWords, targetText, typedTarget } from './words';
import styles from './Year.module.css';

type Proposal = Schema<'ProposalRead'>;

interface Props {
  proposal: Proposal;
  /** A target that is kept keeps its profile. */
  fixed: boolean;
  type: (typed: Schema<'ProposalUpdate'>) => void;
}

/** How the year's target is spread over its periods: evenly, as the seasons went, or by hand; with the shape of it. */
export function ProfileEditor({ proposal, fixed, type }: Props) {
  const measured = proposal.indicator.definition;
  const possible = new Set(['even', 'by_hand', ...proposal.profiles.map((each) => each.profile)]);
  const method = proposal.profiles.find((each) => each.profile === proposal.profile)?.method;
  const byHand = proposal.profile === 'by_hand' && !fixed;
  return (
    <>
      {fixed ? null : (
        <Choices
          kind="radios"
          inline
          name={`profile-${proposal.id}`}
          label="Through the year"
          hint={
            possible.has('seasonal') || proposal.target === null
              ? undefined
              : 'No earlier year has a figure for every period, so the seasons are not known.'
          }
          choices={(['even', 'seasonal', 'by_hand'] as const)
            .filter((profile) => possible.has(profile))
            .map((profile) => ({ value: profile, label: PROFILES[profile].label }))}
          defaultValue={proposal.profile}
          onChange={(value) => type({ profile: value as Schema<'Profile'> })}
        />
      )}
      {byHand ? <ByHand key={proposal.id} proposal={proposal} type={type} /> : null}
      {proposal.target && !byHand ? (
        <ul className={styles.periods}>
          {proposal.periods.map((period) => (
            <li key={period.period_code}>
              <span>{period.period_label}</span>
              <strong>{saidWords(period.target, measured)}</strong>
            </li>
          ))}
        </ul>
      ) : null}
      {proposal.target ? (
        <>
          <SeasonChart
            periods={proposal.periods.map((period) => ({
              label: period.period_label,
              value: period.target?.value ?? null,
              before: period.before?.value ?? null,
            }))}
            unitOfMeasure={measured.unit_of_measure}
            decimals={measured.decimals}
          />
          <p className={styles.legend}>
            {method ? `${method} ` : ''}
            {proposal.periods.some((period) => period.before)
              ? 'The lines are the targets of the year before.'
              : ''}
          </p>
        </>
      ) : null}
    </>
  );
}

function ByHand({ proposal, type }: { proposal: Proposal; type: Props['type'] }) {
  const [typed, setTyped] = useState(() =>
    Object.fromEntries(proposal.periods.map((each) => [each.period_code, targetText(each.target)])),
  );
  function change(code: string, text: string) {
    const all = { ...typed, [code]: text };
    setTyped(all);
    const periods = Object.fromEntries(
      Object.entries(all).map(([each, words]) => [each, typedTarget(words) ?? { text: '' }]),
    );
    type({ periods });
  }
  return (
    <fieldset className={`govuk-fieldset ${styles.periods}`}>
      <legend className="govuk-visually-hidden">Target of each period</legend>
      {proposal.periods.map((period) => {
        const id = `proposal-${proposal.id}-${period.period_code}`;
        return (
          <div key={period.period_code}>
            <label htmlFor={id}>{period.period_label}</label>
            <input
              id={id}
              className="govuk-input"
              inputMode="decimal"
              value={typed[period.period_code] ?? ''}
              onChange={(event) => change(period.period_code, event.currentTarget.value)}
            />
          </div>
        );
      })}
    </fieldset>
  );
}
