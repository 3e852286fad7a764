import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { useAhead } from '@/api/use-ahead';
import type { View } from '@/api/view';
import { periodsQuery } from '@/features/dashboard/queries';
import { things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LinkButton } from '@/ui/LinkButton';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { Table } from '@/ui/Table';
import { compareColumns } from './compare-columns';
import { editionsQuery, twoViewsQuery } from './queries';
import { ViewChoice } from './ViewChoice';
import { type Edition, viewWords } from './words';

/** Two views of a quarter beside each other: what each says of every measure, what differs first, and why. */
export function ComparePage() {
  const search = useSearch({ from: '/staff/compare' });
  const before = { pack: search.from_pack, as_of: search.from_as_of };
  const after = { pack: search.to_pack, as_of: search.to_as_of };
  const navigate = useNavigate({ from: '/compare' });
  useAhead(editionsQuery(), periodsQuery(), twoViewsQuery(before, after, search.period));
  const { data: editions } = useSuspenseQuery(editionsQuery());
  const { data: periods } = useSuspenseQuery(periodsQuery());
  const { data: compared } = useSuspenseQuery(twoViewsQuery(before, after, search.period));
  const quarters = periods.items.map((each) => ({ value: each.code, label: each.short_label }));
  if (!quarters.some((each) => each.value === compared.period))
    quarters.unshift({ value: compared.period, label: shortPeriod(compared.period_label) });
  const show = (change: Partial<typeof search>) =>
    void navigate({ search: (all) => ({ ...all, ...change }), resetScroll: false });
  return (
    <>
      <PageTitle
        caption="Two views beside each other"
        title={`Compare two views, ${shortPeriod(compared.period_label)}`}
        crumbs={[{ label: 'Dashboard', to: '/dashboard' }]}
      >
        {compared.period_label}
      </PageTitle>
      <Filters label="Which views are compared">
        <FilterChoice
          label="Quarter"
          value={compared.period}
          options={quarters}
          onChange={(period) => show({ period })}
        />
        <ViewChoice
          label="View A"
          view={before}
          editions={editions}
          onChoose={({ pack, as_of }) => show({ from_pack: pack, from_as_of: as_of })}
        />
        <ViewChoice
          label="View B"
          view={after}
          editions={editions}
          onChoose={({ pack, as_of }) => show({ to_pack: pack, to_as_of: as_of })}
        />
      </Filters>
      <Compared key={compared.period} {...{ compared, before, after, editions }} />
    </>
  );
}

interface Props {
  compared: Schema<'TwoViews'>;
  before: View;
  after: View;
  editions: Edition[];
}

function Compared({ compared, before, after, editions }: Props) {
  const [all, setAll] = useState(false);
  const words = (view: View) =>
    viewWords(
      view,
      editions.find((each) => each.id === view.pack),
    );
  const same = compared.total - compared.differing;
  const rows = all ? compared.items : compared.items.filter((each) => each.changed.length > 0);
  return (
    <>
      <p>
        <strong>A:</strong> {words(before)}. <strong>B:</strong> {words(after)}.
      </p>
      <p role="status">
        {compared.total === 0
          ? 'Neither view has a figure of this quarter that you may see.'
          : compared.differing === 0
            ? `${things(compared.total, 'measure')}, and no difference between the two views.`
            : `${compared.differing} of ${things(compared.total, 'measure')} differ.`}
      </p>
      {words(before) === words(after) ? (
        <Notice>Both views are the same. Choose an edition or a day for one of them.</Notice>
      ) : null}
      {rows.length > 0 ? (
        <Table
          caption="What the two views say of each measure"
          quiet
          stacks
          columns={compareColumns(before, after)}
          rows={rows}
          rowKey={(row) => row.series_id}
          downloadRows={compared.items}
          download={`compared-${compared.period}`}
        />
      ) : null}
      {same > 0 && compared.total > 0 ? (
        <LinkButton aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show only what differs' : `Show those that are the same, too (${same})`}
        </LinkButton>
      ) : null}
    </>
  );
}
