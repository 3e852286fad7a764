import type { Schema } from '@/api/client';
import type { Status } from '@/lib/status';

type Dimension = Schema<'QualityDimension'>;
type Judgement = Schema<'QualityJudgement'>;

/** The six dimensions of the Government Data Quality Framework, each with the question that it asks. */
export const DIMENSIONS: Record<Dimension, { name: string; asks: string }> = {
  completeness: { name: 'Completeness', asks: 'Is everything there that should be?' },
  uniqueness: { name: 'Uniqueness', asks: 'Is each thing counted, and reported, only once?' },
  consistency: { name: 'Consistency', asks: 'Do the figures mean the same over time, and everywhere?' },
  timeliness: {
    name: 'Timeliness',
    asks: 'Are they there when they are needed, and not out of date by then?',
  },
  validity: {
    name: 'Validity',
    asks: 'Does every figure lie where it can lie, in the form that was agreed?',
  },
  accuracy: { name: 'Accuracy', asks: 'Do the figures say what really happened?' },
};

/** What can be judged, as word and shape. */
export const JUDGEMENTS: Record<Judgement, Status> = {
  good: { word: 'Good', shape: 'circle', tone: 'on' },
  some_concerns: { word: 'Some concerns', shape: 'triangle', tone: 'near' },
  serious_concerns: { word: 'Serious concerns', shape: 'diamond', tone: 'off' },
  not_assessed: { word: 'Not assessed', shape: 'ring', tone: 'none' },
};

/** What each judgement tells a reader of the figures. */
export const MEANINGS: Record<Judgement, string> = {
  good: 'Nothing was found that a reader of the figures has to know.',
  some_concerns: 'The figures can be used, by a reader who knows of the fault.',
  serious_concerns:
    'The fault could lead to a wrong decision: do not rely on the figures until it is put right.',
  not_assessed: 'Nobody has looked into it this time. The note says why.',
};

/** What a reader has to know of an indicator's review. */
export const REVIEWS: Record<Schema<'QualityReview'>, string> = {
  never: 'Never assessed',
  due: 'Review due',
  not_due: 'Review not due yet',
};

/** The dimensions with concerns, in a few words. */
export function concernsWords(concerns: Dimension[]): string {
  return concerns.map((each) => DIMENSIONS[each].name).join(', ');
}
