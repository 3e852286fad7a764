import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Schema } from '@/api/client';
import bar from '@/features/submissions/EntryBar.module.css';
import { MendSummary } from '@/features/submissions/MendSummary';
import { checklistQuery, submissionQuery } from '@/features/submissions/queries';
import { SubmitDialog } from '@/features/submissions/SubmitDialog';
import { Button } from '@/ui/Button';
import { Progress } from '@/ui/Progress';
import { NewMeasure } from './NewMeasure';
import { ProposalCard } from './ProposalCard';
import { proposalsQuery } from './queries';

type Fault = { sentence: string; href: string };

/** What a service proposes for the year: a card for each indicator, saved as it is typed, submitted together. */
export function ProposalsPart({ submission }: { submission: Schema<'SubmissionRead'> }) {
  const client = useQueryClient();
  const { data: proposals } = useSuspenseQuery(proposalsQuery(submission.id));
  const saves = useRef(new Map<number, () => Promise<boolean>>());
  const keeper = useCallback(
    (id: number, save: () => Promise<boolean>) => void saves.current.set(id, save),
    [],
  );
  const [faults, setFaults] = useState<Fault[]>([]);
  const [tries, setTries] = useState(0);
  const [asking, setAsking] = useState(false);
  const [adding, setAdding] = useState(false);
  const [checking, setChecking] = useState(false);

  async function check() {
    setChecking(true);
    try {
      const saved = await Promise.all([...saves.current.values()].map((save) => save()));
      const checklist = await client.fetchQuery({ ...checklistQuery(submission.id), staleTime: 0 });
      const found = faultsOf(checklist);
      setFaults(found);
      setTries((count) => count + 1);
      if (found.length > 0 || saved.includes(false)) return;
      await client.invalidateQueries({ queryKey: submissionQuery(submission.id).queryKey });
      setAsking(true);
    } finally {
      setChecking(false);
    }
  }

  const done = proposals.filter(
    (each) => each.change !== null && !each.findings.some((found) => found.blocks),
  );
  return (
    <>
      <MendSummary faults={faults} tries={tries} />
      <p>
        Say for each indicator whether its target stays, changes, or whether the indicator is dropped. What
        you type is saved by itself.
      </p>
      {proposals.map((proposal) => (
        <ProposalCard key={proposal.id} proposal={proposal} keeper={keeper} />
      ))}
      <p>
        <Button secondary onClick={() => setAdding(true)}>
          Propose a new indicator
        </Button>
      </p>
      <div className={bar.bar}>
        <Progress done={done.length} of={proposals.length} label="complete" />
        <div>
          <Button busy={checking} onClick={() => void check()}>
            Submit
          </Button>
        </div>
      </div>
      {adding ? <NewMeasure submissionId={submission.id} onClose={() => setAdding(false)} /> : null}
      {asking ? <SubmitDialog submission={submission} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function faultsOf(checklist: Schema<'ChecklistRead'>): Fault[] {
  return checklist.items.flatMap((item) =>
    item.findings
      .filter((finding) => finding.blocks)
      .map((finding) => ({
        sentence: `${item.label}: ${finding.sentence}`,
        href: `proposal-${item.entry_id}-${finding.field.replaceAll('/', '-')}`,
      })),
  );
}
