import type { ReactNode } from 'react';
import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { Notice } from '@/ui/Notice';
import { ProposalsTable, type ReadProposal } from './ProposalsTable';

type Sealed = Schema<'ProposalContent'>;

interface Props {
  edition: Schema<'EditionDetail'>;
  /** What may be done with a row; its id is its series'. */
  tools?: (row: ReadProposal) => ReactNode;
}

/** What an edition of the annual round proposes, by theme, as it was sealed. */
export function SealedProposals({ edition, tools }: Props) {
  const proposals = edition.proposals ?? [];
  const themes = [...new Set(proposals.map((each) => each.theme ?? 'Not linked to a priority'))];
  const count = (change: string) => proposals.filter((each) => each.change === change).length;
  return (
    <>
      <p>
        {things(proposals.length, 'indicator')}: {count('change')} with a changed target, {count('keep')}{' '}
        kept, {count('new')} new, {count('drop')} dropped.
      </p>
      {edition.not_proposed.length > 0 ? (
        <Notice kind="warning">
          Without {edition.not_proposed.map((each) => each.unit).join(', ')}:{' '}
          {edition.not_proposed[0]?.reason || 'no reason was given.'}
        </Notice>
      ) : null}
      {themes.map((theme) => (
        <ProposalsTable
          key={theme}
          caption={theme}
          rows={proposals.filter((each) => (each.theme ?? 'Not linked to a priority') === theme).map(readOf)}
          download={`targets-${edition.period_code}`}
          {...(tools ? { tools } : {})}
        />
      ))}
    </>
  );
}

function readOf(each: Sealed): ReadProposal {
  const [year, ...periods] = each.targets;
  return {
    id: each.series_id,
    indicatorId: each.indicator_id,
    name: `${each.ref} ${each.name}${each.measured_in ? ` (${each.measured_in})` : ''}`,
    unit: each.unit,
    unitOfMeasure: each.unit_of_measure,
    decimals: each.decimals,
    change: each.change,
    before: each.before,
    target: year?.said ?? null,
    periods: periods.map((period) => ({ label: period.period_label, said: period.said })),
    method: each.method,
    past: each.past,
    soFar: each.so_far.map((figure) => ({
      ...figure,
      value_state: figure.value_state as Schema<'ValueState'>,
    })),
    rationale: each.rationale,
    benchmark: each.benchmark,
    explained: Object.values(each.explanations).map((answer) => ({ answer })),
  };
}
