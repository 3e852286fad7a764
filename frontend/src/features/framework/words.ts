import type { Schema } from '@/api/client';
import { ACTIVITY_STATUSES, RATINGS } from '@/lib/status';
import type { Cycle } from './stages';

export const KINDS: Record<Schema<'StageKind'>, string> = {
  check: 'The performance team’s check',
  officer_review: 'Officers review',
  portfolio_review: 'Portfolio holders review',
  member_body: 'A body of members considers or decides',
};

export const CYCLES: Record<Cycle, { title: string; what: string }> = {
  quarterly: {
    title: 'A quarter’s way',
    what: 'What happens to a quarter’s figures once services have submitted them.',
  },
  annual: {
    title: 'The year’s way',
    what: 'What happens to next year’s service plans, indicators and targets. A council may do without.',
  },
};

/** What a body of a kind is called where a council has none yet. */
export const BODY_NAMES: Partial<Record<Schema<'BodyKind'>, string>> = {
  cabinet: 'Cabinet',
  scrutiny: 'Overview and Scrutiny Committee',
  committee: 'Service Committee',
  full_council: 'Full Council',
  cmt: 'Corporate Management Team',
  audit: 'Audit Committee',
};

/** What a legend's row is about, in Quarterdeck's own words. */
export function legendOf(row: Schema<'RatingWord'> | Schema<'StatusWord'>): string {
  return row.of === 'rating' ? RATINGS[row.key].word : ACTIVITY_STATUSES[row.key].word;
}
