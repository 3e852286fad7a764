import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { figureWords } from '@/lib/format';
import { Figure } from '@/ui/Figure';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { observationQuery } from './queries';

/** Proposes another figure for one on record; which one, the address says. */
export function NewRestatementPage() {
  const { observation } = useSearch({ from: '/staff/restatements/new' });
  if (!observation) {
    return (
      <>
        <PageTitle crumbs={[{ label: 'Restatements', to: '/restatements' }]}>Propose a restatement</PageTitle>
        <p>
          Open the figure that is wrong first: <Link to="/indicators">find its indicator</Link>, follow the
          figure, and choose “Propose a restatement” there.
        </p>
      </>
    );
  }
  return <Proposal observationId={observation} />;
}

const STATES = [
  { value: 'value', label: 'A number' },
  { value: 'not_available', label: 'Not available' },
  { value: 'not_applicable', label: 'Not applicable' },
  { value: 'suppressed', label: 'Suppressed' },
  { value: 'error', label: 'An error: there is no right figure yet' },
];

function Proposal({ observationId }: { observationId: number }) {
  const { data: figure } = useSuspenseQuery(observationQuery(observationId));
  const navigate = useNavigate();
  const [state, setState] = useState('value');
  const inParts = figure.numerator !== null && figure.denominator !== null;
  return (
    <>
      <PageTitle
        caption={`${figure.ref} ${figure.name}, ${figure.period_label}`}
        crumbs={[{ label: 'Restatements', to: '/restatements' }]}
      >
        Propose a restatement
      </PageTitle>
      <p>
        On record: <Figure observation_id={figure.id} {...figure} />. Somebody else has to accept what you
        propose. What members have seen stays as they saw it.
      </p>
      <Form
        submit="Propose it"
        onCancel={() => window.history.back()}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/restatements', {
              body: {
                series_id: figure.series_id,
                period: figure.period,
                value_state: state as Schema<'ValueState'>,
                value: state === 'value' ? values.number('value') : null,
                numerator: state === 'value' ? values.number('numerator') : null,
                denominator: state === 'value' ? values.number('denominator') : null,
                reason: values.text('reason'),
              },
            }),
          )
        }
        onDone={(made) =>
          navigate({
            to: '/restatements/$restatementId',
            params: { restatementId: String(made.id) },
            replace: true,
          })
        }
      >
        <Select
          name="value_state"
          label="What it should be"
          options={STATES}
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
        />
        {state === 'value' ? (
          <>
            <TextField
              narrow
              name="value"
              label={figure.unit_of_measure ? `Figure, in ${figure.unit_of_measure}` : 'Figure'}
              inputMode="decimal"
              hint={`On record: ${figureWords(figure)}`}
            />
            {inParts ? (
              <>
                <TextField narrow name="numerator" label="What is counted" inputMode="decimal" />
                <TextField narrow name="denominator" label="Out of what" inputMode="decimal" />
              </>
            ) : null}
          </>
        ) : null}
        <TextArea
          name="reason"
          label="Why"
          hint="Members and auditors read this beside the corrected figure."
        />
      </Form>
    </>
  );
}
