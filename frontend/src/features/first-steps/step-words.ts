import type { Schema } from '@/api/client';
import { things } from '@/lib/format';

interface StepWords {
  title: string;
  /** What it is for, in a sentence. */
  why: string;
  /** Where it is done, the usual way first. */
  links: { to: string; label: string }[];
}

export const STEPS: Record<Schema<'SetUpStep'>, StepWords> = {
  council: {
    title: 'Say who you are',
    why: 'The council’s name, its GSS code, its colour and logo.',
    links: [{ to: '/council', label: 'Name, colour and logo' }],
  },
  framework: {
    title: 'Choose how you run performance',
    why: 'Who checks, reviews and decides on a quarter, in which order, and how long each has.',
    links: [{ to: '/framework/adopt', label: 'Choose a framework' }],
  },
  records: {
    title: 'Bring in your services, plan and indicators',
    why: 'The council’s units, its plan with priorities, and what is measured.',
    links: [
      { to: '/set-up/workbook', label: 'Load all of it from one workbook' },
      { to: '/units', label: 'Add services by hand' },
      { to: '/plans/new', label: 'Add a plan by hand' },
      { to: '/indicators/new', label: 'Add an indicator by hand' },
    ],
  },
  people: {
    title: 'Invite people',
    why: 'Data providers, service managers, members, somebody of the performance team. Roles belong to posts, so that they pass on with them.',
    links: [
      { to: '/people', label: 'People' },
      { to: '/posts', label: 'Posts and their roles' },
    ],
  },
  history: {
    title: 'Load your history',
    why: 'Tables as you printed them: then the first round has trends, last year’s figures and limits beside it.',
    links: [{ to: '/set-up/history', label: 'Load printed tables' }],
  },
  targets: {
    title: 'Have targets approved for this year',
    why: 'Without a target a figure is on record, and not rated.',
    links: [{ to: '/targets', label: 'Targets' }],
  },
  round: {
    title: 'Open the first round',
    why: 'The performance team opens it. Each service is asked for its figures, and the quarter takes its way.',
    links: [{ to: '/rounds/new', label: 'Plan a round' }],
  },
};

export const STATE_WORDS: Record<Schema<'StepState'>, string> = {
  done: 'Done',
  next: 'Next',
  to_do: 'To do',
  optional: 'If you like',
};

const COUNTED: Record<Schema<'Counted'>, [string, string]> = {
  bodies: ['body', 'bodies'],
  units: ['service', 'services'],
  posts: ['post', 'posts'],
  portfolios: ['portfolio', 'portfolios'],
  plans: ['plan', 'plans'],
  indicators: ['indicator', 'indicators'],
  people: ['person with a way in', 'people with a way in'],
  figures: ['figure of the past', 'figures of the past'],
  targets: ['indicator with an approved target', 'indicators with an approved target'],
  rounds: ['round', 'rounds'],
};

/** "12 services, 30 indicators"; empty where there is nothing yet. */
export function countWords(counts: Schema<'SetUpCount'>[]): string {
  return counts
    .filter((each) => each.count > 0)
    .map((each) => things(each.count, ...COUNTED[each.what]))
    .join(', ');
}
