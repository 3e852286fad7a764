import { useState } from 'react';
import { Button } from '@/ui/Button';
import { LinkButton } from '@/ui/LinkButton';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table as Rows } from '@/ui/Table';
import type { PrintedIndicator, Table } from './history-queries';
import { AGGREGATIONS, POLARITIES } from './history-words';
import { RatingDialog } from './RatingDialog';
import { SayOfIndicator } from './SayOfIndicator';

/** What no table says of an indicator: suggested where the table hints at it, and said by a person. */
export function IndicatorsStep({ table }: { table: Table }) {
  const [of, setOf] = useState<PrintedIndicator | null>(null);
  const [rating, setRating] = useState(false);
  const editable = table.allowed_actions.includes('update');
  const columns: Column<PrintedIndicator>[] = [
    ...COLUMNS,
    ...(editable
      ? [
          {
            key: 'say',
            head: 'Say',
            cell: (each: PrintedIndicator) =>
              each.provisional || each.same_as ? (
                <LinkButton
                  onClick={() => setOf(each)}
                  aria-label={`${each.said ? 'Change' : 'Say what it is'}: ${each.name}`}
                >
                  {each.said ? 'Change' : 'Say what it is'}
                </LinkButton>
              ) : (
                'As on record'
              ),
          },
        ]
      : []),
  ];
  return (
    <>
      <h2>2. What are the indicators?</h2>
      <p>
        A table seldom says which way is good or how a figure comes about. What you do not say stays open:
        such figures are on record and not rated. A suggestion counts for nothing until you confirm it. One
        that you have on record under another name, say so: its figures then continue that one’s.
      </p>
      <Rows
        caption="Indicators in this table"
        quiet
        columns={columns}
        rows={table.indicators}
        rowKey={(each) => `${each.ref} ${each.name}`}
        empty="No row can be read yet."
        download="indicators-of-table"
      />
      {editable ? (
        <>
          <p>
            {table.rating
              ? `New indicators are rated by the rule “${String(table.rating.kind).replaceAll('_', ' ')}”; those on record by their own.`
              : 'Indicators on record are rated by their own rules. New ones have none yet.'}
          </p>
          <Button secondary onClick={() => setRating(true)}>
            {table.rating ? 'Change the rating rule' : 'Say how new ones are rated'}
          </Button>
        </>
      ) : null}
      {of ? <SayOfIndicator table={table} of={of} onClose={() => setOf(null)} /> : null}
      {rating ? <RatingDialog table={table} onClose={() => setRating(false)} /> : null}
    </>
  );
}

const label = (options: { value: string; label: string }[], value: string | null) =>
  options.find((option) => option.value === value)?.label ?? '';

/** What was said, or what is suggested and still to be confirmed. */
function saidOr(said: string, suggested: string) {
  if (said) return said;
  return suggested ? `Suggested: ${suggested}` : '–';
}

const polarity = (each: PrintedIndicator) =>
  saidOr(label(POLARITIES, each.polarity), label(POLARITIES, each.suggested_polarity));
const aggregation = (each: PrintedIndicator) =>
  saidOr(label(AGGREGATIONS, each.aggregation), label(AGGREGATIONS, each.suggested_aggregation));
const unit = (each: PrintedIndicator) => saidOr(each.unit, each.suggested_unit);
const standing = (each: PrintedIndicator) => {
  if (!each.provisional) return each.same_as ? `${each.same_as} on record` : 'on record';
  return each.said ? 'confirmed' : 'to confirm';
};

const COLUMNS: Column<PrintedIndicator>[] = [
  {
    key: 'name',
    head: 'Indicator',
    heads: true,
    cell: (each) => `${each.ref} ${each.name}`.trim(),
    text: (each) => `${each.ref} ${each.name}`.trim(),
  },
  { key: 'rows', head: 'Rows', numeric: true, cell: (each) => each.rows, text: (each) => each.rows },
  { key: 'good', head: 'Which way is good', cell: polarity, text: polarity },
  { key: 'figure', head: 'What a figure is', cell: aggregation, text: aggregation, wide: true },
  { key: 'unit', head: 'Unit', cell: unit, text: unit },
  {
    key: 'standing',
    head: 'State',
    cell: (each) => <StateTag state={standing(each)} strong={standing(each) === 'to confirm'} />,
    text: standing,
  },
];
