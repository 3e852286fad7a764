import { useEffect, useRef } from 'react';
import type { Schema } from '@/api/client';
import { plainNumber } from '@/features/dashboard/figure-words';
import { figureWords } from '@/lib/format';
import { Notice } from '@/ui/Notice';
import { type Column, Table } from '@/ui/Table';

type Tried = Schema<'FigureTried'>;

interface Props {
  result: Schema<'CalculationTried'>;
  definition: Pick<Schema<'DefinitionRead'>, 'unit_of_measure' | 'decimals'>;
  file: string;
}

/** What the figures would come to, before anything is recorded. */
export function CalculationTrial({ result, definition, file }: Props) {
  const { unit_of_measure, decimals } = definition;
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new result is brought to whoever asked for it
  useEffect(() => heading.current?.focus(), [result]);
  const words = (row: Tried) => figureWords({ ...row, unit_of_measure, decimals });
  const part = (value: number | null) => (value === null ? '' : plainNumber(value));
  const columns: Column<Tried>[] = [
    {
      key: 'Period',
      head: 'Period',
      heads: true,
      cell: (row) => row.period_label,
      text: (row) => row.period_label,
    },
    { key: 'Figure', head: 'Figure', numeric: true, cell: words, text: words },
    {
      key: 'Numerator',
      head: 'Numerator',
      numeric: true,
      cell: (row) => part(row.numerator),
      text: (row) => row.numerator,
    },
    {
      key: 'Denominator',
      head: 'Denominator',
      numeric: true,
      cell: (row) => part(row.denominator),
      text: (row) => row.denominator,
    },
    {
      key: 'Why',
      head: 'Why there is none',
      cell: (row) => row.commentary,
      text: (row) => row.commentary,
    },
  ];
  return (
    <section aria-labelledby="trial">
      <h2 id="trial" tabIndex={-1} ref={heading}>
        What it comes to
      </h2>
      {result.figures.length === 0 ? (
        <Notice>{result.sentence}</Notice>
      ) : (
        <>
          <p>{result.sentence}</p>
          <Table
            caption="Figures as they would be calculated"
            quiet
            columns={columns}
            rows={result.figures}
            rowKey={(row) => row.period}
            empty=""
            download={file}
            stacks
          />
        </>
      )}
    </section>
  );
}
