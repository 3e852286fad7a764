import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Problem } from '@/api/problems';
import { submissionQuery } from '@/features/submissions/queries';
import { clashing, type TypedProposal, theirFields } from './proposal-clash';
import { proposalsQuery } from './queries';

type Proposal = Schema<'ProposalRead'>;
type Saving = 'saved' | 'saving' | 'waiting' | 'refused' | 'clash';

const SOON = 600;
const keyOf = (submissionId: number, id: number) => `proposal-${submissionId}-${id}`;

/** Two people in one proposal: what somebody else saved, what is typed here, and the fields in which they differ. */
export interface ProposalClash {
  theirs: Proposal;
  typed: TypedProposal;
  fields: (keyof TypedProposal)[];
}

/**
 * Saves what is typed for one series as it is typed, one request at a time. What is not saved yet is kept in this
 * browser and comes back with the page. Where somebody else changed the same, a person chooses what stays.
 */
export function useProposal(submissionId: number, proposal: Proposal) {
  const client = useQueryClient();
  const key = keyOf(submissionId, proposal.id);
  const [restored] = useState(() => kept(key));
  const waiting = useRef<TypedProposal>(restored.typed);
  const base = useRef(proposal);
  const running = useRef<Promise<boolean> | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [clash, setClash] = useState(() =>
    restored.version === proposal.version ? null : clashOf(null, proposal, restored.typed),
  );
  const held = useRef(clash !== null);
  const [saving, setSaving] = useState<Saving>(clash ? 'clash' : 'saved');
  // Fields that show what somebody else saved are drawn anew: they are typed into, and keep what stands in them.
  const [drawn, setDrawn] = useState<Partial<Record<keyof TypedProposal, number>>>({});

  const drawAgain = useCallback((fields: (keyof TypedProposal)[]) => {
    setDrawn((now) => ({
      ...now,
      ...Object.fromEntries(fields.map((each) => [each, (now[each] ?? 0) + 1])),
    }));
  }, []);

  const meet = useCallback(async (): Promise<boolean> => {
    const all = await client.fetchQuery({ ...proposalsQuery(submissionId), staleTime: 0 });
    const theirs = all.find((each) => each.id === proposal.id);
    if (!theirs) return false;
    const found = clashOf(base.current, theirs, waiting.current);
    if (found) {
      held.current = true;
      setClash(found);
      setSaving('clash');
      return false;
    }
    drawAgain(theirFields(base.current, theirs, waiting.current));
    base.current = theirs;
    return true;
  }, [client, drawAgain, proposal.id, submissionId]);

  const send = useCallback(async (): Promise<boolean> => {
    if (held.current) return false;
    if (Object.keys(waiting.current).length === 0) return true;
    const body = waiting.current;
    waiting.current = {};
    setSaving('saving');
    try {
      const { submission_state, submission_version, ...saved } = await unwrap(
        api.PATCH('/api/v1/submissions/{submission_id}/proposals/{entry_id}', {
          params: {
            path: { submission_id: submissionId, entry_id: proposal.id },
            header: ifMatch(base.current.version),
          },
          body,
        }),
      );
      base.current = saved;
      client.setQueryData(proposalsQuery(submissionId).queryKey, (all) =>
        all?.map((each) => (each.id === saved.id ? saved : each)),
      );
      const submission = client.getQueryData(submissionQuery(submissionId).queryKey);
      if (submission?.version !== submission_version || submission?.state !== submission_state)
        void client.invalidateQueries({ queryKey: submissionQuery(submissionId).queryKey });
      setProblem(null);
      keep(key, saved.version, waiting.current);
      if (Object.keys(waiting.current).length > 0) return send();
      setSaving('saved');
      return true;
    } catch (error) {
      // What was typed meanwhile stands over what could not be saved.
      waiting.current = { ...body, ...waiting.current };
      const found = error instanceof Problem ? error : null;
      if (found?.status === 412 && (await meet().catch(() => false))) return send();
      if (held.current) return false;
      setProblem(found);
      setSaving('refused');
      return false;
    }
  }, [client, key, meet, proposal.id, submissionId]);

  /** Whether all that is typed is saved in the end. What comes while a request is on its way goes after it. */
  const save = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current);
    running.current ??= send().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [send]);

  const type = useCallback(
    (typed: TypedProposal) => {
      waiting.current = { ...waiting.current, ...typed };
      keep(key, base.current.version, waiting.current);
      if (held.current) {
        setClash((now) => now && { ...now, typed: waiting.current });
        return;
      }
      setSaving((now) => (now === 'saving' ? now : 'waiting'));
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void save(), SOON);
    },
    [key, save],
  );

  const settle = (mine: boolean) => {
    if (!clash) return;
    const fields = Object.keys(waiting.current) as (keyof TypedProposal)[];
    base.current = clash.theirs;
    if (!mine) waiting.current = {};
    keep(key, clash.theirs.version, waiting.current);
    held.current = false;
    setClash(null);
    setProblem(null);
    setSaving('saved');
    void save().then(() => drawAgain(fields));
  };

  // What somebody else saved is shown as it arrives; not over what is typed here, which meets it at its next save.
  useEffect(() => {
    const rests = running.current === null && !held.current && Object.keys(waiting.current).length === 0;
    if (!rests || proposal.version <= base.current.version) return;
    drawAgain(theirFields(base.current, proposal, {}));
    base.current = proposal;
  }, [drawAgain, proposal]);

  useEffect(() => {
    const fields = Object.keys(waiting.current) as (keyof TypedProposal)[];
    if (fields.length > 0) void save().then((saved) => saved && drawAgain(fields));
    return () => {
      clearTimeout(timer.current);
      void save();
    };
  }, [drawAgain, save]);

  return {
    type,
    save,
    saving,
    problem,
    clash,
    drawn,
    keepMine: () => settle(true),
    takeTheirs: () => settle(false),
  };
}

function clashOf(base: Proposal | null, theirs: Proposal, typed: TypedProposal): ProposalClash | null {
  const fields = clashing(base, theirs, typed);
  return fields.length > 0 ? { theirs, typed, fields } : null;
}

interface Kept {
  /** The version it was typed over; of nothing kept, none. */
  version: number | null;
  typed: TypedProposal;
}

function kept(name: string): Kept {
  try {
    const { version = null, typed = {} } = JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Kept>;
    return { version, typed };
  } catch {
    return { version: null, typed: {} };
  }
}

function keep(name: string, version: number, typed: TypedProposal) {
  try {
    if (Object.keys(typed).length > 0) localStorage.setItem(name, JSON.stringify({ version, typed }));
    else localStorage.removeItem(name);
  } catch {
    // A browser that keeps nothing still saves to the service.
  }
}
