import { getAll } from '@/api/client';

/** What a service proposes for the year, each with outturns, targets and what the checks find. */
export const proposalsQuery = (submissionId: number) =>
  getAll('/api/v1/submissions/{submission_id}/proposals', { path: { submission_id: submissionId } });
