import { useSuspenseQueries } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useMayIn } from '@/api/session';
import { indicatorQuery } from '@/features/indicators/queries';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { TextArea } from '@/ui/TextArea';
import { CalculationFields, operationTyped } from './CalculationFields';
import { CalculationWords } from './CalculationSection';
import { CalculationTrial } from './CalculationTrial';
import { calculationsQuery, collectedQuery } from './queries';
import { type Covers, partsTyped } from './words';

interface Tried {
  body: Schema<'CalculationCreate'>;
  result: Schema<'CalculationTried'>;
}

/** How an indicator is calculated from others: tried on the figures there are, and only then recorded. */
export function CalculationPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/calculation' });
  const id = Number(indicatorId);
  const navigate = useNavigate();
  const [{ data: indicator }, { data: versions }, { data: collected }] = useSuspenseQueries({
    queries: [indicatorQuery(id), calculationsQuery(id), collectedQuery()],
  });
  const [tried, setTried] = useState<Tried | null>(null);
  const [recording, setRecording] = useState(false);
  const back = () => navigate({ to: '/indicators/$indicatorId', params: { indicatorId } });
  const mayEdit = useMayIn(indicator.unit_id, 'edit_indicator');
  const own = collected.filter((each) => each.indicator_id === id);
  const now = versions.find((each) => each.in_force && each.operation);
  const crumbs = [
    { label: 'Indicators', to: '/indicators' },
    { label: indicator.ref, to: `/indicators/${indicatorId}` },
  ];

  async function tryIt(values: FormValues) {
    const body = bodyOf(values, own, collected);
    const result = await unwrap(
      api.POST('/api/v1/indicators/{indicator_id}/calculations', {
        params: { path: { indicator_id: id }, query: { dry_run: true } },
        body,
      }),
    );
    setTried({ body, result: result as Schema<'CalculationTried'> });
  }

  if (!mayEdit) return <NotAllowed title="How it is calculated" crumbs={crumbs} />;
  return (
    <>
      <PageTitle caption={`${indicator.ref} ${indicator.name}`} crumbs={crumbs}>
        How it is calculated
      </PageTitle>
      {now ? (
        <>
          <h2>Now</h2>
          <CalculationWords calculation={now} />
          <h2>From now on</h2>
        </>
      ) : null}
      <p>
        A calculated figure changes with the figures it is made of. Try it first: nothing is recorded until
        you say so.
      </p>
      {/* What was tried is no longer what stands in the form. */}
      <div onChange={() => setTried(null)}>
        <Form submit="Try it on the figures there are" onSubmit={tryIt} onCancel={() => void back()}>
          <CalculationFields own={own} collected={collected} now={now} />
        </Form>
      </div>
      {tried ? (
        <>
          <CalculationTrial
            result={tried.result}
            definition={indicator.definition}
            file={`${indicator.ref}-calculation-tried`}
          />
          <Button onClick={() => setRecording(true)}>
            {tried.body.operation ? 'Calculate it so' : 'Let its service enter it'}
          </Button>
        </>
      ) : null}
      {tried && recording ? (
        <RecordDialog indicator={indicator} tried={tried} onClose={() => setRecording(false)} onDone={back} />
      ) : null}
    </>
  );
}

function bodyOf(
  values: FormValues,
  own: Schema<'CollectedSeries'>[],
  collected: Schema<'CollectedSeries'>[],
): Schema<'CalculationCreate'> {
  const operation = operationTyped(values.text('operation'));
  const of = own.find((each) => String(each.id) === values.text('series')) ?? own[0];
  const covers = (values.text('covers') || 'same_period') as Covers;
  return {
    ...(of ? { unit_id: of.unit_id } : {}),
    breakdown: of?.breakdown ?? 'all',
    operation,
    covers,
    periods: covers === 'last_periods' ? (values.number('periods') ?? 0) : 0,
    parts: operation ? partsTyped(values, operation, collected) : [],
    effective_from: values.day('effective_from'),
    reason: 'Tried',
  };
}

interface RecordProps {
  indicator: Schema<'IndicatorDetail'>;
  tried: Tried;
  onClose: () => void;
  onDone: () => Promise<void>;
}

function RecordDialog({ indicator, tried, onClose, onDone }: RecordProps) {
  const calculated = tried.body.operation !== null;
  const button = calculated ? 'Calculate it so' : 'Let its service enter it';
  return (
    <Dialog title={button} onClose={onClose}>
      <p>
        {calculated
          ? 'Its service is not asked for it any more. Whenever a figure that it is made of changes, it changes too; where members have seen it, that is reported as a restatement.'
          : 'Its service is asked for it again in the next round. What was calculated stays on record.'}
      </p>
      <Form
        submit={button}
        onCancel={onClose}
        onDone={onDone}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/calculations', {
              params: { path: { indicator_id: indicator.id } },
              body: { ...tried.body, reason: values.text('reason') },
            }),
          )
        }
      >
        <TextArea
          name="reason"
          label="Why"
          hint="It stays with the calculation, and auditors will read it."
        />
      </Form>
    </Dialog>
  );
}
