import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { Asked } from './Asked';
import { ProposalsTable, type ReadProposal } from './ProposalsTable';
import { proposalsQuery } from './queries';

/** What a service proposes, read by who challenges or confirms it, with the questions asked about it. */
export function ReadProposals({ submission }: { submission: Schema<'SubmissionRead'> }) {
  const { data: proposals } = useSuspenseQuery(proposalsQuery(submission.id));
  if (proposals.length === 0) return <p>What the service proposes is shown here once it has submitted.</p>;
  return (
    <ProposalsTable
      caption="Proposed indicators and targets"
      rows={proposals.map(readOf)}
      download={`proposals-${submission.unit.code}-${submission.period_code}`}
      tools={(row) => <Asked id={row.id} name={row.name} />}
    />
  );
}

function readOf(proposal: Schema<'ProposalRead'>): ReadProposal {
  const { indicator } = proposal;
  return {
    id: proposal.id,
    indicatorId: indicator.id,
    name: `${indicator.ref} ${indicator.name}`,
    unit: '',
    unitOfMeasure: indicator.definition.unit_of_measure,
    decimals: indicator.definition.decimals,
    change: proposal.change,
    before: proposal.before,
    target: proposal.target,
    periods: proposal.periods.map((period) => ({ label: period.period_label, said: period.target })),
    method: '',
    past: proposal.past,
    soFar: proposal.so_far,
    rationale: proposal.rationale,
    benchmark: proposal.benchmark,
    explained: proposal.findings
      .filter((finding) => proposal.explanations[finding.code])
      .map((finding) => ({
        asked: finding.sentence,
        answer: proposal.explanations[finding.code] ?? '',
      })),
  };
}
