import { type Column, Table } from '@/ui/Table';
import type { AreaFigure, Compared } from './queries';
import { areaWords } from './words';

/** Every area's figure with its source, in the order of their names: nobody is ranked. */
export function AreasTable({ compared }: { compared: Compared }) {
  const source = new Map(compared.sources.map((each) => [each.file_id, each]));
  const of = (row: AreaFigure) => (row.file_id === null ? undefined : source.get(row.file_id));
  const columns: Column<AreaFigure>[] = [
    {
      key: 'area',
      head: 'Area',
      heads: true,
      text: (row) => row.name,
      cell: (row) => (row.is_own ? `${row.name} (your council, as the source has it)` : row.name),
    },
    { key: 'code', head: 'Code', wide: true, text: (row) => row.code, cell: (row) => row.code },
    {
      key: 'value',
      head: 'Figure',
      numeric: true,
      text: (row) => row.value ?? areaWords(compared, row),
      cell: (row) => areaWords(compared, row),
    },
    {
      key: 'parts',
      head: 'From',
      wide: true,
      numeric: true,
      text: (row) => (row.numerator === null ? '' : `${row.numerator}/${row.denominator}`),
      cell: (row) =>
        row.numerator === null || row.denominator === null
          ? '–'
          : `${row.numerator.toLocaleString('en-GB')} of ${row.denominator.toLocaleString('en-GB')}`,
    },
    {
      key: 'note',
      head: 'Notes',
      text: (row) => notes(row),
      cell: (row) => notes(row) || '–',
    },
    {
      key: 'source',
      head: 'Source',
      wide: true,
      text: (row) => of(row)?.title ?? '',
      cell: (row) => of(row)?.title ?? '–',
    },
  ];
  return (
    <Table
      caption={`Figures of others, ${compared.period_label ?? ''}`}
      quiet
      columns={columns}
      rows={[...compared.wider, ...compared.areas]}
      rowKey={(row) => row.code}
      empty="No other area has a figure for this period."
      download={`${compared.ref}-others-${compared.period}`}
    />
  );
}

function notes(row: AreaFigure): string {
  const revised =
    row.earlier.length > 0 ? `Revised ${row.earlier.length === 1 ? 'once' : 'several times'}.` : '';
  return [row.sentence, row.note, revised].filter(Boolean).join(' ');
}
