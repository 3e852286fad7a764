import type { Schema } from '@/api/client';
import { plainNumber } from '@/features/dashboard/figure-words';
import { figureWords, things } from '@/lib/format';
import { ratingWord } from '@/lib/status';

export const KINDS: Record<Schema<'TrailKind'>, string> = {
  figure: 'Figure',
  restatement: 'Restatement',
  judgement: 'Rating by judgement',
  submission: 'Submission',
  query: 'Question',
  edition: 'Edition',
  issue: 'Put before a body',
  decision: 'Decision',
  target: 'Target',
  definition: 'Definition',
  rule: 'Rating rule',
  assessment: 'Data quality',
  set_up: 'Set up',
};

type Figure = Schema<'TrailFigure'>;

/** A figure's numerator and denominator; empty where none were given. */
export function partsWords({ numerator, denominator }: Figure): string {
  if (numerator === null || denominator === null) return '';
  return `${plainNumber(numerator)} of ${plainNumber(denominator)}`;
}

/** Which of several series a figure is of; empty where its unit says all. */
export function ofWords({ unit_name, breakdown }: Figure): string {
  return breakdown === 'all' ? unit_name : `${unit_name}, ${breakdown.replace(':', ': ')}`;
}

/** What a line tells as one text, for the download. */
export function lineText(line: Schema<'TrailLine'>): string {
  return [
    line.reason,
    ...line.changes.map(changeText),
    ...line.figures.map(
      (each) =>
        `${each.period_label}, ${ofWords(each)}: ${figureWords(each)}, ${ratingWord(each.rating)}. ${each.recalculation.value_sentence} ${each.recalculation.rating_sentence}`,
    ),
    ...line.checks.map((each) => `${each.name}: ${each.explanation}`),
    ...line.evidence.map((each) => `Evidence: ${each.filename} (SHA-256 ${each.sha256})`),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** One change in words: from what, to what. */
export function changeText({ field, was, now }: Schema<'TrailChange'>): string {
  return was ? `${field}: ${now || 'nothing'}, was ${was}` : `${field}: ${now || 'nothing'}`;
}

/** What computing the figures again gave, in a sentence or two. */
export function recalculatedWords(counts: Schema<'RecalculationCounts'>): string {
  if (counts.figures === 0) return 'There is no figure that could be computed again.';
  const computed = counts.values_agree + counts.values_differ;
  const values =
    computed === 0
      ? 'None of them has a numerator and a denominator to compute it from.'
      : computed === counts.figures && counts.values_differ === 0
        ? 'Each comes out as on record.'
        : `Of the ${computed} with a numerator and a denominator, ${counts.values_differ === 0 ? 'all come out as on record' : `${counts.values_differ} come out otherwise`}.`;
  const ratings =
    counts.ratings_differ === 0
      ? 'All ratings come out as on record.'
      : `${things(counts.ratings_differ, 'rating')} of ${counts.figures} come out otherwise.`;
  return `${things(counts.figures, 'figure')} computed again just now. ${values} ${ratings}`;
}
