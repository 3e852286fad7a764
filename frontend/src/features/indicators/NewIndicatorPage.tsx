import { useNavigate } from '@tanstack/react-router';
import { api, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { Form } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { DefinitionFields, definitionTyped } from './DefinitionFields';
import { IndicatorFields, indicatorTyped } from './IndicatorFields';
import { RuleFields, ruleTyped } from './RuleFields';

const CRUMBS = [{ label: 'Indicators', to: '/indicators' }];

/** A new indicator with its first definition and rating rule. */
export function NewIndicatorPage() {
  const navigate = useNavigate();
  if (!useMay('edit_indicator')) return <NotAllowed title="New indicator" crumbs={CRUMBS} />;
  return (
    <>
      <PageTitle crumbs={CRUMBS}>New indicator</PageTitle>
      <Form
        submit="Add the indicator"
        onCancel={() => void navigate({ to: '/indicators' })}
        onSubmit={(values) => {
          const rating_rule = ruleTyped(values, 'rating_rule/');
          const body = {
            ...indicatorTyped(values),
            definition: definitionTyped(values, 'definition/'),
            ...(rating_rule ? { rating_rule: { ...rating_rule, reason: '' } } : {}),
          };
          return unwrap(api.POST('/api/v1/indicators', { body }));
        }}
        onDone={(made) =>
          navigate({ to: '/indicators/$indicatorId', params: { indicatorId: String(made.id) } })
        }
      >
        <IndicatorFields />
        <h2>What it measures</h2>
        <DefinitionFields within="definition/" />
        <h2>How it is rated</h2>
        <RuleFields prefix="rating_rule/" unit="" none="By the council's usual rule" />
      </Form>
    </>
  );
}
