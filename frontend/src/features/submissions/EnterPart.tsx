import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Problem } from '@/api/problems';
import { useSession } from '@/api/session';
import { Button } from '@/ui/Button';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { ActivityPart } from './ActivityPart';
import { checklistFaults, type ToMend, unsavedFaults, withoutTwice } from './checklist';
import { DraftShelf } from './drafts';
import { EntryBar } from './EntryBar';
import { EntryGrid } from './EntryGrid';
import { type Entering, EnteringContext } from './entering';
import { EntryStore } from './entry-store';
import { MendSummary } from './MendSummary';
import { checklistQuery, entriesQuery, submissionQuery } from './queries';
import { RestoredNotice } from './RestoredNotice';
import { SubmitDialog } from './SubmitDialog';
import type { Entry } from './typed';
import { useKeeping } from './use-keeping';

/** The entry grid of a submission: figures and activities, saved as they are typed, and submitted together. */
export function EnterPart({ submission }: { submission: Schema<'SubmissionRead'> }) {
  const client = useQueryClient();
  const { data: entries } = useSuspenseQuery(entriesQuery(submission.id));
  const store = useEntryStore(submission.id, entries);
  const [faults, setFaults] = useState<ToMend[]>([]);
  const [tries, setTries] = useState(0);
  const [asking, setAsking] = useState(false);
  const [checking, setChecking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const figures = useMemo(() => entries.filter((entry) => entry.indicator), [entries]);
  const activities = useMemo(() => entries.filter((entry) => entry.activity), [entries]);
  const entering = useMemo<Entering>(() => ({ store, tried: tries > 0 }), [store, tries]);

  /** Saves everything, then asks for the checklist; only what is clear goes on to the last question. */
  async function check() {
    setChecking(true);
    setProblem(null);
    try {
      const saved = await store.saveAll();
      const unsaved = unsavedFaults(store);
      const checklist = await client.fetchQuery({ ...checklistQuery(submission.id), staleTime: 0 });
      const found = withoutTwice([...unsaved, ...checklistFaults(checklist)]);
      setFaults(found);
      setTries((count) => count + 1);
      if (found.length > 0 || !saved) return;
      await client.invalidateQueries({ queryKey: submissionQuery(submission.id).queryKey });
      setAsking(true);
    } catch (error) {
      setProblem(error instanceof Problem ? error : null);
    } finally {
      setChecking(false);
    }
  }

  return (
    <EnteringContext.Provider value={entering}>
      {problem ? <ProblemSummary problem={problem} /> : null}
      <MendSummary faults={faults} tries={tries} />
      <RestoredNotice store={store} />
      {figures.length > 0 ? <EntryGrid entries={figures} /> : null}
      <ActivityPart entries={activities} />
      <EntryBar store={store}>
        <Button busy={checking} onClick={() => void check()}>
          Submit
        </Button>
      </EntryBar>
      {asking ? <SubmitDialog submission={submission} onClose={() => setAsking(false)} /> : null}
    </EnteringContext.Provider>
  );
}

/** The rows of this submission for this person; what the service has now flows into those that nobody is typing in. */
function useEntryStore(submissionId: number, entries: Entry[]): EntryStore {
  const client = useQueryClient();
  const { person_id: personId } = useSession();
  const [store] = useState(() => {
    const { queryKey } = entriesQuery(submissionId);
    return new EntryStore({
      entries,
      drafts: new DraftShelf(personId, submissionId),
      readAgain: () => client.fetchQuery({ ...entriesQuery(submissionId), staleTime: 0 }),
      save: async (entry, body) => {
        const { submission_state, submission_version, ...saved } = await unwrap(
          api.PATCH('/api/v1/submissions/{submission_id}/entries/{entry_id}', {
            params: {
              path: { submission_id: submissionId, entry_id: entry.id },
              header: ifMatch(entry.version),
            },
            body,
          }),
        );
        client.setQueryData(queryKey, (all) => all?.map((each) => (each.id === saved.id ? saved : each)));
        const submission = client.getQueryData(submissionQuery(submissionId).queryKey);
        // The first entry that is saved starts the submission.
        if (submission?.version !== submission_version || submission?.state !== submission_state)
          void client.invalidateQueries({ queryKey: submissionQuery(submissionId).queryKey });
        return saved;
      },
    });
  });
  useEffect(() => store.refresh(entries), [store, entries]);
  useKeeping(store);
  return store;
}
