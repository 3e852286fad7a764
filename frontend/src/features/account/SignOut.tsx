import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { Problem, problemOf } from '@/api/problems';
import { noteSignedIn } from '@/api/session';
import { Button } from '@/ui/Button';
import { ProblemSummary } from '@/ui/ProblemSummary';

/** Ends the session, and forgets in this browser whatever was read in it. */
export function SignOut() {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function signOut() {
    setBusy(true);
    try {
      const { continue_at } = await unwrap(api.DELETE('/api/v1/session'));
      noteSignedIn(false);
      // A new page load: whatever this browser read or drew for them is gone with the old one.
      window.location.assign(continue_at ?? '/sign-in');
    } catch (error) {
      setProblem(error instanceof Problem ? error : problemOf(0, error));
      setBusy(false);
    }
  }
  return (
    <>
      {problem ? <ProblemSummary problem={problem} /> : null}
      <Button secondary busy={busy} onClick={() => void signOut()}>
        Sign out
      </Button>
    </>
  );
}
