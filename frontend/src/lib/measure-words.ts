// What a measure's definition says, in the field's words.

/** Which way is better. */
export const GOOD_IS: Record<string, string> = {
  higher: 'Higher',
  lower: 'Lower',
  range: 'Within a range',
  none: 'Neither: for information',
};

/** How a period's figure comes about. */
export const AGGREGATIONS: Record<string, string> = {
  flow: 'What happened in the period',
  year_to_date: 'Cumulative for the year to date',
  snapshot: 'As it stood on the last day',
  rolling: 'Rolling over several months',
  average: 'Average over the period',
};
