import type { Schema } from '@/api/client';
import { figureWords, targetWords } from '@/lib/format';
import { ratingWord } from '@/lib/status';
import type { Difference } from './difference-words';

type Said = Schema<'AnnualMeasureSaid'>;
type Outturn = Schema<'AnnualOutturn'>;

/** What two annual reports say otherwise of a measure: each year's outturn, why it missed, next year's targets. */
export function annualDifferences({ before, after }: Schema<'AnnualMeasureDifference'>): Difference[] {
  const years = new Map<string, string>();
  for (const said of [before, after])
    for (const each of said?.outturns ?? []) years.set(each.year_code, each.year_label);
  const rows = [...years].map(([code, label]) => ({
    what: `Outturn of ${label}`,
    before: outturnWords(before?.outturns.find((each) => each.year_code === code)),
    after: outturnWords(after?.outturns.find((each) => each.year_code === code)),
  }));
  rows.push(
    { what: 'Why it missed', before: before?.why ?? '', after: after?.why ?? '' },
    { what: 'Targets of the next year', before: nextWords(before), after: nextWords(after) },
    { what: 'Measured in the next year', before: goesOn(before), after: goesOn(after) },
  );
  return rows.filter((row) => row.before !== row.after);
}

/** A correction in words: what it was, what it is, and why. */
export function correctionWords(said: Schema<'CorrectionSaid'> | null): string {
  if (!said) return '';
  const was = figureWords({ ...said, value: said.was, value_state: said.was_state });
  const now = figureWords({ ...said, value: said.now, value_state: said.now_state });
  return `${was} became ${now}: ${said.reason}`;
}

function outturnWords(outturn: Outturn | undefined): string {
  if (!outturn) return '';
  const figure = outturn.value === null ? 'No outturn' : figureWords(outturn);
  const target = outturn.contextual
    ? ''
    : `, against ${targetWords(outturn)}, ${ratingWord(outturn.rating).toLowerCase()}`;
  return `${figure}${target}. ${outturn.said}`;
}

function nextWords(said: Said | null): string {
  const last = said?.outturns.at(-1);
  if (!said || !last) return '';
  return said.next_targets
    .map((each) => {
      const words = targetWords({
        target: each.value,
        target_low: each.low,
        target_high: each.high,
        target_text: each.text,
        unit_of_measure: last.unit_of_measure,
        decimals: last.decimals,
      });
      return `${each.period_label}: ${words}`;
    })
    .join('; ');
}

function goesOn(said: Said | null): string {
  if (!said) return '';
  return said.ended ? 'No' : 'Yes';
}
