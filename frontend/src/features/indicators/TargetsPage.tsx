import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { useMayIn } from '@/api/session';
import { useView } from '@/api/view';
import { Button } from '@/ui/Button';
import { LinkButton } from '@/ui/LinkButton';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { ProposeTarget } from './ProposeTarget';
import { indicatorQuery, indicatorTargetsQuery } from './queries';
import { TargetDecisionDialog } from './TargetDecisionDialog';
import { inOrder, targetColumns } from './TargetsSection';

type Target = Schema<'TargetRead'>;

/** Every target of an indicator with its history; proposing and deciding them. */
export function TargetsPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/targets' });
  const id = Number(indicatorId);
  const view = useView();
  const { data: indicator } = useSuspenseQuery(indicatorQuery(id, view));
  const { data: targets } = useSuspenseQuery(indicatorTargetsQuery(id, view));
  const mayPropose = useMayIn(indicator.unit_id, 'propose_target');
  const [proposing, setProposing] = useState(false);
  const [deciding, setDeciding] = useState<Target | null>(null);
  const [said, setSaid] = useState('');
  const columns: Column<Target>[] = [
    ...targetColumns(indicator.definition),
    {
      key: 'Explanations',
      head: 'Explained',
      wide: true,
      cell: (row) => Object.values(row.explanations).join(' '),
      text: (row) => Object.values(row.explanations).join(' '),
    },
  ];
  if (targets.some((each) => each.allowed_actions.length > 0))
    columns.push({
      key: 'Decide',
      head: <span className="govuk-visually-hidden">Decide</span>,
      cell: (row) =>
        row.allowed_actions.length > 0 ? (
          <LinkButton onClick={() => setDeciding(row)}>
            Decide<span className="govuk-visually-hidden"> on the target for {row.period}</span>
          </LinkButton>
        ) : null,
    });
  return (
    <>
      <PageTitle
        caption={`${indicator.ref} ${indicator.name}`}
        crumbs={[
          { label: 'Indicators', to: '/indicators' },
          { label: indicator.ref, to: `/indicators/${indicatorId}` },
        ]}
        aside={
          mayPropose && !proposing ? (
            <Button
              secondary
              onClick={() => {
                setSaid('');
                setProposing(true);
              }}
            >
              Propose a target
            </Button>
          ) : undefined
        }
      >
        Targets
      </PageTitle>
      <p role="status">{said}</p>
      {proposing ? (
        <ProposeTarget
          indicator={indicator}
          targets={targets}
          onClose={(words) => {
            setProposing(false);
            setSaid(words);
          }}
        />
      ) : null}
      <Table
        caption="Targets and their history"
        quiet
        columns={columns}
        rows={inOrder(targets)}
        rowKey={(row) => row.id}
        download={`${indicator.ref}-targets`}
        empty="No target has been set, so its figures have no status."
      />
      {deciding ? (
        <TargetDecisionDialog
          target={deciding}
          measured={indicator.definition}
          name={`${indicator.ref} ${indicator.name}`}
          onClose={() => setDeciding(null)}
        />
      ) : null}
    </>
  );
}
