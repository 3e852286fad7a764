import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { looksBack, useView } from '@/api/view';
import { moment } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { type Column, Table } from '@/ui/Table';
import { TextArea } from '@/ui/TextArea';
import { rebasesQuery } from './queries';

type Rebase = Schema<'RebaseRead'>;

/** The rebases of a series and what was withdrawn of them; nothing where there never was one. */
export function RebaseHistory({ indicatorId, seriesId }: { indicatorId: number; seriesId: number }) {
  const { data } = useQuery(rebasesQuery(indicatorId, useView()));
  const rows = (data ?? []).filter((each) => each.series_id === seriesId);
  return rows.length ? <History rows={rows} /> : null;
}

function History({ rows }: { rows: Rebase[] }) {
  const [withdrawing, setWithdrawing] = useState<Rebase>();
  const knownAs = useKnownAs();
  const now = !looksBack(useView());
  const columns: Column<Rebase>[] = [
    {
      key: 'Period',
      head: 'From',
      heads: true,
      cell: (row) => row.period_label,
      text: (row) => row.period,
    },
    { key: 'What', head: 'What', cell: whatOf, text: whatOf },
    { key: 'Why', head: 'Why', cell: (row) => row.reason, text: (row) => row.reason },
    {
      key: 'By',
      head: 'By',
      cell: (row) => `${knownAs(row.recorded_by)}, ${moment(row.recorded_at)}`,
      text: (row) => `${knownAs(row.recorded_by)}, ${row.recorded_at}`,
    },
    {
      key: 'Do',
      head: <span className="govuk-visually-hidden">What can be done</span>,
      cell: (row) =>
        now && row.allowed_actions.includes('withdraw') ? (
          <LinkButton onClick={() => setWithdrawing(row)}>
            Withdraw<span className="govuk-visually-hidden"> the rebase from {row.period_label}</span>
          </LinkButton>
        ) : null,
    },
  ];
  return (
    <>
      <h3>Rebases</h3>
      <Table
        caption="Rebases"
        quiet
        stacks
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        download="rebases"
      />
      {withdrawing ? <WithdrawDialog rebase={withdrawing} onClose={() => setWithdrawing(undefined)} /> : null}
    </>
  );
}

function whatOf(row: Rebase): string {
  if (row.withdrawn) return 'Rebase withdrawn';
  return row.stands ? 'Limits begin anew' : 'Limits began anew; no longer';
}

function WithdrawDialog({ rebase, onClose }: { rebase: Rebase; onClose: () => void }) {
  return (
    <Dialog title="Withdraw the rebase" onClose={onClose}>
      <p>
        Limits run on over {rebase.period_label} again, as if they had never begun anew there. The rebase
        stays on record, with your reason beside it.
      </p>
      <Form
        submit="Withdraw the rebase"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/rebases/{rebase_id}/withdrawals', {
              params: { path: { rebase_id: rebase.id } },
              body: { reason: values.text('reason') },
            }),
          )
        }
      >
        <TextArea name="reason" label="Why" />
      </Form>
    </Dialog>
  );
}
