import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { useView } from '@/api/view';
import { plainNumber } from '@/features/dashboard/figure-words';
import { things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { Figure } from '@/ui/Figure';
import { type Column, Table } from '@/ui/Table';
import { CalculationWords } from './CalculationSection';
import { calculationOfQuery } from './queries';

type Part = Schema<'PartOfFigure'>;

const ROLES = { part: 'Part', numerator: 'Numerator', denominator: 'Denominator' };
const plain = (value: number | null) => (value === null ? '' : plainNumber(value));

/** A calculated figure with every figure it was made of, as they were then. */
export function HowCalculated({ figure }: { figure: Pick<Schema<'ObservationRead'>, 'id' | 'ref'> }) {
  const { data } = useSuspenseQuery(calculationOfQuery(figure.id, useView()));
  if (!data.calculation) return null;
  return (
    <section aria-labelledby="calculated">
      <h2 id="calculated">How it was calculated</h2>
      <CalculationWords calculation={data.calculation} />
      <Table
        caption="The figures it was made of"
        quiet
        columns={columnsOf(data.parts)}
        rows={data.parts}
        rowKey={(part) => part.observation_id}
        empty="You may not see the figures it was made of yet."
        download={`${figure.ref}-made-of`}
        stacks
      />
      {data.not_shown > 0 && data.parts.length > 0 ? (
        <p>{things(data.not_shown, 'more figure')} you may not see yet: no body has approved it.</p>
      ) : null}
    </section>
  );
}

const nameOf = (part: Part) =>
  `${part.ref} ${part.name}${part.breakdown === 'all' ? '' : ` (${part.breakdown.replace(':', ': ')})`}`;

/** Counts have neither numerator nor denominator: columns without a figure are left out. */
function columnsOf(parts: Part[]): Column<Part>[] {
  const over = parts.some((part) => part.denominator !== null);
  return COLUMNS.filter(({ key }) => over || (key !== 'Numerator' && key !== 'Denominator'));
}

const COLUMNS: Column<Part>[] = [
  { key: 'Figure of', head: 'Figure of', heads: true, cell: nameOf, text: nameOf },
  {
    key: 'Period',
    head: 'Period',
    cell: (part) => shortPeriod(part.period_label),
    text: (part) => part.period,
  },
  { key: 'As', head: 'As', cell: (part) => ROLES[part.role], text: (part) => ROLES[part.role] },
  {
    key: 'Figure',
    head: 'Figure',
    numeric: true,
    cell: (part) => <Figure {...part} revised={false} />,
    text: (part) => part.value,
  },
  {
    key: 'Numerator',
    head: 'Numerator',
    numeric: true,
    cell: (part) => plain(part.numerator),
    text: (part) => part.numerator,
  },
  {
    key: 'Denominator',
    head: 'Denominator',
    numeric: true,
    cell: (part) => plain(part.denominator),
    text: (part) => part.denominator,
  },
  {
    key: 'Since',
    head: 'Since then',
    cell: (part) => (part.changed ? 'Changed' : 'The same'),
    text: (part) => (part.changed ? 'Changed' : 'The same'),
  },
];
