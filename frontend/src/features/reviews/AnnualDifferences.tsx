import type { Schema } from '@/api/client';
import { annualDifferences, correctionWords } from './annual-words';
import { Changed } from './Changed';

interface Props {
  of: Schema<'AnnualDifferences'>;
  numbers: [before: number, after: number];
}

/** How the annual reports that two editions make differ: words on priorities, outturns and targets, corrections. */
export function AnnualDifferences({ of, numbers }: Props) {
  return (
    <>
      <h2>Annual report for {of.year_label}</h2>
      {of.progress.map((each) => (
        <Changed
          key={`${each.plan} ${each.theme} ${each.priority}`}
          title={each.priority}
          meta={`${each.plan} · ${each.theme}`}
          change={each.change}
          numbers={numbers}
          rows={[{ what: 'Words on the year', before: each.before, after: each.after }]}
        />
      ))}
      {of.measures.map((each) => (
        <Changed
          key={each.series_id}
          title={`${each.ref} ${each.name}`}
          meta={each.unit}
          change={each.change}
          numbers={numbers}
          rows={annualDifferences(each)}
        />
      ))}
      {of.corrections.map((each) => (
        <Changed
          key={`${each.series_id} ${each.period_label}`}
          title={`Correction to ${each.ref} ${each.name}`}
          meta={each.period_label}
          change={each.change}
          numbers={numbers}
          rows={[
            { what: 'Correction', before: correctionWords(each.before), after: correctionWords(each.after) },
          ]}
        />
      ))}
    </>
  );
}
