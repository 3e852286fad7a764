import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Problem } from '@/api/problems';
import { submissionQuery } from '@/features/submissions/queries';
import { proposalsQuery } from './queries';

type Proposal = Schema<'ProposalRead'>;
type Typed = Partial<Schema<'ProposalUpdate'>>;
type Saving = 'saved' | 'saving' | 'waiting' | 'refused';

const SOON = 600;
const key = (submissionId: number, id: number) => `proposal-${submissionId}-${id}`;

/**
 * Saves what is typed for one series as it is typed: one request at a time, the newest words last. What is not saved
 * yet is kept in this browser and comes back with the page.
 */
export function useProposal(submissionId: number, proposal: Proposal) {
  const client = useQueryClient();
  const [saving, setSaving] = useState<Saving>('saved');
  const [problem, setProblem] = useState<Problem | null>(null);
  const waiting = useRef<Typed>(kept(key(submissionId, proposal.id)));
  const version = useRef(proposal.version);
  const busy = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  if (!busy.current) version.current = Math.max(version.current, proposal.version);

  const save = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current);
    if (busy.current || Object.keys(waiting.current).length === 0) return !busy.current;
    const body = waiting.current;
    waiting.current = {};
    busy.current = true;
    setSaving('saving');
    try {
      const { submission_state, submission_version, ...saved } = await unwrap(
        api.PATCH('/api/v1/submissions/{submission_id}/proposals/{entry_id}', {
          params: {
            path: { submission_id: submissionId, entry_id: proposal.id },
            header: ifMatch(version.current),
          },
          body,
        }),
      );
      version.current = saved.version;
      client.setQueryData(proposalsQuery(submissionId).queryKey, (all) =>
        all?.map((each) => (each.id === saved.id ? saved : each)),
      );
      const submission = client.getQueryData(submissionQuery(submissionId).queryKey);
      if (submission?.version !== submission_version || submission?.state !== submission_state)
        void client.invalidateQueries({ queryKey: submissionQuery(submissionId).queryKey });
      setProblem(null);
      busy.current = false;
      keep(key(submissionId, proposal.id), waiting.current);
      if (Object.keys(waiting.current).length > 0) return save();
      setSaving('saved');
      return true;
    } catch (error) {
      busy.current = false;
      // What was typed meanwhile stands over what could not be saved.
      waiting.current = { ...body, ...waiting.current };
      const found = error instanceof Problem ? error : null;
      setProblem(found);
      setSaving('refused');
      // Somebody else changed it: what they saved is read again, and what is typed here is saved over it at the next try.
      if (found?.status === 412) {
        const all = await client.fetchQuery({ ...proposalsQuery(submissionId), staleTime: 0 });
        version.current = all.find((each) => each.id === proposal.id)?.version ?? version.current;
      }
      return false;
    }
  }, [client, proposal.id, submissionId]);

  const type = useCallback(
    (typed: Typed) => {
      waiting.current = { ...waiting.current, ...typed };
      keep(key(submissionId, proposal.id), waiting.current);
      setSaving((now) => (now === 'saving' ? now : 'waiting'));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), SOON);
    },
    [proposal.id, save, submissionId],
  );

  useEffect(() => {
    if (Object.keys(waiting.current).length > 0) void save();
    return () => {
      clearTimeout(timer.current);
      void save();
    };
  }, [save]);

  return { type, save, saving, problem, typed: waiting };
}

function kept(name: string): Typed {
  try {
    return JSON.parse(localStorage.getItem(name) ?? '{}') as Typed;
  } catch {
    return {};
  }
}

function keep(name: string, typed: Typed) {
  try {
    if (Object.keys(typed).length > 0) localStorage.setItem(name, JSON.stringify(typed));
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing still saves to the service.
  }
}
