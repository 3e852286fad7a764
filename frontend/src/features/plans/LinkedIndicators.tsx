import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { figureWords } from '@/lib/format';
import { ratingWord } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { indicatorsOf } from './words';

type Indicator = Schema<'ThreadIndicator'>;

const COLUMNS: Column<Indicator>[] = [
  {
    key: 'Indicator',
    head: 'Indicator',
    heads: true,
    cell: (row) => (
      <Link to="/indicators/$indicatorId" params={{ indicatorId: String(row.id) }}>
        {row.ref} {row.name}
      </Link>
    ),
    text: (row) => `${row.ref} ${row.name}`,
  },
  {
    key: 'Latest',
    head: 'Latest figure',
    numeric: true,
    cell: (row) => (row.latest ? <Figure {...row.latest} /> : 'None yet'),
    text: (row) => (row.latest ? (row.latest.value ?? figureWords(row.latest)) : null),
  },
  {
    key: 'Status',
    head: 'Status',
    cell: (row) =>
      row.latest && row.kind !== 'contextual' ? <RatingTag rating={row.latest.rating} /> : null,
    text: (row) => (row.latest && row.kind !== 'contextual' ? ratingWord(row.latest.rating) : null),
  },
];

interface Props {
  activity: Schema<'ActivityRead'>;
  thread: Schema<'ThreadRead'>;
}

/** The indicators that show whether an activity has its effect. */
export function LinkedIndicators({ activity, thread }: Props) {
  const indicators = indicatorsOf(thread);
  const linked = thread.plans
    .flatMap((plan) => plan.themes.flatMap((theme) => theme.priorities.flatMap((each) => each.activities)))
    .filter((each) => each.id === activity.id)
    .flatMap((each) => each.indicator_ids)
    .flatMap((id) => indicators.get(id) ?? []);
  return (
    <section>
      <h2>Indicators that show its effect</h2>
      <Table
        caption="Indicators that show its effect"
        quiet
        columns={COLUMNS}
        rows={linked}
        rowKey={(row) => row.id}
        empty="No indicator is linked. Link one on the indicator's page."
        download={`indicators-${activity.ref.toLowerCase().replaceAll(' ', '-')}`}
      />
    </section>
  );
}
