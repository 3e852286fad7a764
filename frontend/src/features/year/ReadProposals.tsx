import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { useShared } from '@/features/submissions/entering';
import { QueriesPanel } from '@/features/submissions/QueriesPanel';
import { things } from '@/lib/format';
import { LinkButton } from '@/ui/LinkButton';
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
      tools={(row) => <Asked row={row} />}
    />
  );
}

function Asked({ row }: { row: ReadProposal }) {
  const { submissionId, queries, mayAsk } = useShared();
  const own = queries.filter((query) => query.entry_id === row.id);
  const [open, setOpen] = useState(own.some((query) => query.answer === null));
  if (!mayAsk && own.length === 0) return null;
  const words = own.length > 0 ? things(own.length, 'query', 'queries') : 'Ask about it';
  return (
    <>
      <LinkButton onClick={() => setOpen(!open)} aria-expanded={open}>
        {words}
        <span className="govuk-visually-hidden"> ({row.name})</span>
      </LinkButton>
      {open ? (
        <QueriesPanel
          submissionId={submissionId}
          entryId={row.id}
          of={row.name}
          queries={own}
          mayAsk={mayAsk}
        />
      ) : null}
    </>
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
