import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import type { Schema } from '@/api/client';
import { Problem } from '@/api/problems';
import bar from '@/features/submissions/EntryBar.module.css';
import { MendSummary } from '@/features/submissions/MendSummary';
import { checklistQuery, submissionQuery } from '@/features/submissions/queries';
import { SubmitDialog } from '@/features/submissions/SubmitDialog';
import { Button } from '@/ui/Button';
import { ProblemSummary } from '@/ui/ProblemSummary';
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
  const [problem, setProblem] = useState<Problem | null>(null);

  /** Saves everything, then asks for the checklist; only what is saved and clear goes on to the last question. */
  async function check() {
    setChecking(true);
    setProblem(null);
    try {
      const unsaved = await unsavedOf(saves.current);
      const checklist = await client.fetchQuery({ ...checklistQuery(submission.id), staleTime: 0 });
      const found = [...notSaved(proposals, unsaved), ...faultsOf(checklist, unsaved)];
      setFaults(found);
      setTries((count) => count + 1);
      if (found.length > 0) return;
      await client.invalidateQueries({ queryKey: submissionQuery(submission.id).queryKey });
      setAsking(true);
    } catch (error) {
      setProblem(error instanceof Problem ? error : null);
    } finally {
      setChecking(false);
    }
  }

  const done = proposals.filter(
    (each) => each.change !== null && !each.findings.some((found) => found.blocks),
  );
  return (
    <>
      {problem ? <ProblemSummary problem={problem} /> : null}
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

/** Which proposals could not be saved, after each has tried. */
async function unsavedOf(saves: Map<number, () => Promise<boolean>>): Promise<Set<number>> {
  const tried = await Promise.all([...saves].map(async ([id, save]) => ({ id, saved: await save() })));
  return new Set(tried.filter((each) => !each.saved).map((each) => each.id));
}

function notSaved(proposals: Schema<'ProposalRead'>[], unsaved: Set<number>): Fault[] {
  return proposals
    .filter((each) => unsaved.has(each.id))
    .map((each) => ({
      sentence: `${each.indicator.ref} ${each.indicator.name}: what you typed is not saved yet. See what stands there.`,
      href: `proposal-${each.id}-title`,
    }));
}

/** What blocks a proposal as it is saved; of one that is not, the record says nothing that helps. */
function faultsOf(checklist: Schema<'ChecklistRead'>, unsaved: Set<number>): Fault[] {
  return checklist.items
    .filter((item) => !unsaved.has(item.entry_id))
    .flatMap((item) =>
      item.findings
        .filter((finding) => finding.blocks)
        .map((finding) => ({
          sentence: `${item.label}: ${finding.sentence}`,
          href: `proposal-${item.entry_id}-${finding.field.replaceAll('/', '-')}`,
        })),
    );
}
