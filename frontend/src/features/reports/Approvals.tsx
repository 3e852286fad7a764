import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { longDate } from '@/lib/dates';
import { sentence } from '@/lib/format';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { approvalsQuery, bodiesQuery, portfoliosQuery } from './queries';

type Approval = Schema<'ApprovalRead'>;

/** What bodies, officers and portfolio holders decided on the edition, in their words. */
export function Approvals({ edition }: { edition: Schema<'EditionDetail'> }) {
  const { data: approvals } = useSuspenseQuery(approvalsQuery(edition.id));
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  const { data: portfolios } = useSuspenseQuery(portfoliosQuery());
  const who = (approval: Approval) => {
    const portfolio = portfolios.find((each) => each.id === approval.portfolio_id);
    if (portfolio) return `Portfolio holder, ${portfolio.name}`;
    return bodies.find((each) => each.id === approval.body_id)?.name ?? 'Officers';
  };
  const mayRaise = useMay('raise_action');
  const columns: Column<Approval>[] = [
    { key: 'Who', head: 'Who decided', heads: true, cell: who, text: who },
    {
      key: 'Decision',
      head: 'Decision',
      cell: (approval) => <StateTag state={approval.outcome} strong={approval.outcome === 'returned'} />,
      text: (approval) => sentence(approval.outcome),
    },
    {
      key: 'On',
      head: 'On',
      cell: (approval) => longDate(approval.decided_on),
      text: (approval) => approval.decided_on,
    },
    {
      key: 'Minute',
      head: 'Minute',
      wide: true,
      cell: (approval) => approval.minute_reference ?? '',
      text: (approval) => approval.minute_reference,
    },
    {
      key: 'Comment',
      head: 'Comment',
      cell: (approval) => approval.comment ?? '',
      text: (approval) => approval.comment,
    },
    ...(mayRaise ? [RAISE] : []),
  ];
  return (
    <>
      <h2>Decisions</h2>
      <Table
        caption="Decisions on this edition"
        quiet
        columns={columns}
        rows={approvals}
        rowKey={(approval) => approval.id}
        empty="Nobody has decided on this edition yet."
        download={`edition-${edition.id}-decisions`}
      />
    </>
  );
}

const RAISE: Column<Approval> = {
  key: 'Raise',
  head: <span className="govuk-visually-hidden">Actions</span>,
  cell: (approval) => (
    <Link to="/actions/new" search={{ source_kind: 'approval', source_id: approval.id }}>
      Raise an action
      <span className="govuk-visually-hidden"> from the decision of {longDate(approval.decided_on)}</span>
    </Link>
  ),
};
