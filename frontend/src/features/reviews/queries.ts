import { get, getAll } from '@/api/client';

/** The submissions of a round that one may see: what a return can send back. */
export const submissionsOfRoundQuery = (roundId: number) =>
  getAll('/api/v1/submissions', { query: { round_id: roundId } });

/** How an edition differs from another of its round; from the one before it where none is named. */
export const differencesQuery = (editionId: number, from: number | undefined) =>
  get('/api/v1/packs/{edition_id}/differences', {
    params: { path: { edition_id: editionId }, query: from ? { from_edition: from } : {} },
  });
