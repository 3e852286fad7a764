import { useEffect, useRef } from 'react';
import type { Schema } from '@/api/client';
import { numberWords } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { ratingWord } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { Notice } from '@/ui/Notice';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { breakdownWords } from './words';

type Change = Schema<'RatingChange'>;

interface Props {
  result: Schema<'RuleTried'>;
  definition: Schema<'DefinitionRead'>;
  /** The download's name. */
  file: string;
}

/** What a rule would have made of the figures there are. */
export function RuleTrial({ result, definition, file }: Props) {
  const { unit_of_measure, decimals } = definition;
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new result is brought to whoever asked for it
  useEffect(() => heading.current?.focus(), [result]);
  const columns: Column<Change>[] = [
    {
      key: 'Period',
      head: 'Period',
      heads: true,
      cell: (row) =>
        shortPeriod(row.period_label) + (row.breakdown === 'all' ? '' : `, ${breakdownWords(row.breakdown)}`),
      text: (row) => row.period,
    },
    {
      key: 'Actual',
      head: 'Actual',
      numeric: true,
      cell: (row) => (
        <Figure
          {...{ unit_of_measure, decimals, value: row.value, value_state: 'value' }}
          observation_id={row.id}
        />
      ),
      text: (row) => numberWords(row.value, unit_of_measure, decimals),
    },
    {
      key: 'Status now',
      head: 'Status now',
      cell: (row) => <RatingTag rating={row.from} reason={row.from_unrated_reason} />,
      text: (row) => ratingWord(row.from),
    },
    {
      key: 'By the new rule',
      head: 'By the new rule',
      cell: (row) => <RatingTag rating={row.to} reason={row.to_unrated_reason} />,
      text: (row) => ratingWord(row.to),
    },
  ];
  return (
    <section aria-labelledby="trial">
      <h2 id="trial" tabIndex={-1} ref={heading}>
        Tried on history: {result.sentence.charAt(0).toLowerCase()}
        {result.sentence.slice(1)}
      </h2>
      {result.of === 0 ? (
        <Notice>
          <p>There is no figure yet that would go by it, so nothing can be shown.</p>
        </Notice>
      ) : (
        <Table
          caption="Figures that would be rated otherwise"
          quiet
          columns={columns}
          rows={result.changes}
          rowKey={(row) => row.id}
          empty="Every figure would be rated as it is now."
          download={file}
        />
      )}
    </section>
  );
}
