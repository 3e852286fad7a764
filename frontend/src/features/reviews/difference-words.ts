import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { figureWords, sentence, targetWords } from '@/lib/format';
import { ratingWord } from '@/lib/status';

type FigureSaid = Schema<'FigureSaid'>;
type ActivitySaid = Schema<'ActivitySaid'>;

/** One respect in which two editions do not say the same: what it is called, and both in words. */
export interface Difference {
  what: string;
  before: string;
  after: string;
}

const FIGURE_WORDS: Record<string, [what: string, say: (said: FigureSaid) => string]> = {
  value: ['Figure', figureWords],
  value_state: ['Figure', figureWords],
  unit_of_measure: ['Unit of measure', (said) => said.unit_of_measure],
  decimals: ['Decimals', (said) => String(said.decimals)],
  provisional: ['Provisional', (said) => (said.provisional ? 'Yes' : 'No')],
  target: ['Target', targetWords],
  target_low: ['Target', targetWords],
  target_high: ['Target', targetWords],
  target_text: ['Target', targetWords],
  rating: ['Rating', (said) => ratingWord(said.rating)],
  unrated_reason: ['Why it is not rated', (said) => sentence(said.unrated_reason ?? '')],
  ruled_rating: ['Rating by the rule', (said) => (said.ruled_rating ? ratingWord(said.ruled_rating) : '')],
  override_reason: ['Reason of the judgement', (said) => said.override_reason ?? ''],
  name: ['Name', (said) => said.name],
  definition: ['Definition', (said) => said.definition],
  polarity: ['Good is', (said) => sentence(said.polarity)],
  commentary: ['Commentary', (said) => said.commentary],
  explanations: ['Explanations', (said) => textsOf(said.explanations)],
  target_explanations: ['Explanations of the target', (said) => textsOf(said.target_explanations)],
};

const ACTIVITY_WORDS: Record<string, [what: string, say: (said: ActivitySaid) => string]> = {
  title: ['Title', (said) => said.title],
  status: ['Status', (said) => sentence(said.status)],
  percent_complete: [
    'Complete',
    (said) => (said.percent_complete === null ? '' : `${said.percent_complete}%`),
  ],
  reported: ['Reported', (said) => (said.reported ? 'Yes' : 'No')],
  update: ['Update', (said) => said.update],
  cause: ['Cause', (said) => said.cause],
  path_to_green: ['What brings it back on course', (said) => said.path_to_green],
  due_on: ['Due', (said) => (said.due_on ? longDate(said.due_on) : '')],
  milestones: ['Milestones', (said) => said.milestones.map(milestoneWords).join('; ')],
  lead_post: ['Led by', (said) => said.lead_post ?? ''],
};

/** The respects in which a figure differs, each once however many of its columns changed. */
export function figureDifferences(of: Schema<'FigureDifference'>): Difference[] {
  return differences(of.changed, of.before, of.after, FIGURE_WORDS);
}

/** The respects in which an activity differs. */
export function activityDifferences(of: Schema<'ActivityDifference'>): Difference[] {
  return differences(of.changed, of.before, of.after, ACTIVITY_WORDS);
}

function differences<Said>(
  changed: string[],
  before: Said | null,
  after: Said | null,
  words: Record<string, [string, (said: Said) => string]>,
): Difference[] {
  const found = new Map<string, Difference>();
  for (const name of changed) {
    const [what, say] = words[name] ?? [sentence(name), () => ''];
    found.set(what, { what, before: before ? say(before) : '', after: after ? say(after) : '' });
  }
  return [...found.values()];
}

function textsOf(texts: Record<string, string>): string {
  return Object.entries(texts)
    .map(([code, text]) => `${sentence(code)}: ${text}`)
    .join('; ');
}

function milestoneWords(milestone: Schema<'MilestoneSaid'>): string {
  const state = milestone.done_on
    ? `done ${longDate(milestone.done_on)}`
    : `due ${longDate(milestone.due_on)}`;
  return `${milestone.title} (${state}${milestone.overdue ? ', overdue' : ''})`;
}
