import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { api, type Schema, unwrap } from '@/api/client';
import { useMayIn } from '@/api/session';
import { useAhead } from '@/api/use-ahead';
import { Choices } from '@/ui/Choices';
import { Form, type FormValues } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import styles from './AssessPage.module.css';
import { DIMENSIONS, JUDGEMENTS, MEANINGS } from './quality-words';
import { indicatorQuery, onRecordQuery } from './queries';

const EVERY = Object.keys(JUDGEMENTS) as Schema<'QualityJudgement'>[];
const WHOLE = EVERY.filter((each) => each !== 'not_assessed');

/** Judges an indicator's figures by the six dimensions, each beside what the record says of it. */
export function AssessPage() {
  const { indicatorId } = useParams({ from: '/staff/indicators/$indicatorId/data-quality/new' });
  const { data: indicator } = useSuspenseQuery(indicatorQuery(Number(indicatorId)));
  const crumbs = [
    { label: 'Data quality', to: '/assurance/data-quality' },
    { label: `${indicator.ref} ${indicator.name}`, to: `/indicators/${indicator.id}/data-quality` },
  ];
  const may = useMayIn(indicator.unit_id, 'assess_data_quality');
  if (!may) return <NotAllowed title="Assess data quality" crumbs={crumbs} />;
  return (
    <>
      <PageTitle caption={`${indicator.ref} ${indicator.name}`} crumbs={crumbs}>
        Assess data quality
      </PageTitle>
      <Assess indicatorId={indicator.id} />
    </>
  );
}

function Assess({ indicatorId }: { indicatorId: number }) {
  useAhead(onRecordQuery(indicatorId));
  const { data: record } = useSuspenseQuery(onRecordQuery(indicatorId));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const back = () =>
    void navigate({
      to: '/indicators/$indicatorId/data-quality',
      params: { indicatorId: String(indicatorId) },
    });
  return (
    <>
      <p>
        Judge each dimension, with what the record says beside it: a restatement may be a fault, or a
        service’s honesty. Everybody who may see the indicator will read this with your name. It cannot be
        changed later; you can assess again.
      </p>
      <dl className={styles.levels}>
        {EVERY.map((each) => (
          <div key={each}>
            <dt>{JUDGEMENTS[each].word}</dt>
            <dd>{MEANINGS[each]}</dd>
          </div>
        ))}
      </dl>
      <Form
        submit="Record the assessment"
        onCancel={back}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/indicators/{indicator_id}/data-quality-assessments', {
              params: { path: { indicator_id: indicatorId } },
              body: bodyOf(values),
            }),
          )
        }
        onDone={async () => {
          await queries.invalidateQueries();
          back();
        }}
      >
        {record.dimensions.map((each) => (
          <Dimension key={each.dimension} of={each} />
        ))}
        <section aria-labelledby="whole" className={styles.dimension}>
          <h2 id="whole">As a whole</h2>
          <Choices
            kind="radios"
            name="overall"
            label="How far can these figures be trusted?"
            hint="Your own judgement. Nothing is averaged: one serious fault can outweigh five good dimensions."
            choices={WHOLE.map((value) => ({ value, label: JUDGEMENTS[value].word }))}
          />
          <TextArea
            name="conclusion"
            label="In words"
            hint="What somebody has to know before they use the figures."
            rows={3}
          />
          <TextField
            name="next_review_on"
            label="Next review"
            hint="Left empty: a year from today."
            type="date"
            optional
            narrow
          />
        </section>
      </Form>
    </>
  );
}

function Dimension({ of }: { of: Schema<'DimensionOnRecord'> }) {
  const { name, asks } = DIMENSIONS[of.dimension];
  return (
    <section aria-labelledby={of.dimension} className={styles.dimension}>
      <h2 id={of.dimension}>{name}</h2>
      <div className={styles.record}>
        <p className={styles.head}>
          What the record says {of.worth_a_look ? <StateTag state="worth a look" strong /> : null}
        </p>
        {of.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <Choices
        kind="radios"
        inline
        name={`dimensions/${of.dimension}/judgement`}
        label={asks}
        choices={EVERY.map((value) => ({ value, label: JUDGEMENTS[value].word }))}
      />
      <TextArea
        name={`dimensions/${of.dimension}/note`}
        label={`Why (${name.toLowerCase()})`}
        hint="Needed unless it is good."
        rows={2}
      />
    </section>
  );
}

function bodyOf(values: FormValues): Schema<'QualityAssessmentCreate'> {
  const judged = (dimension: string): Schema<'JudgedDimension'> => ({
    // Left out where nothing was chosen, so that the service says at which it is needed.
    judgement: (values.optional(`dimensions/${dimension}/judgement`) ??
      undefined) as Schema<'QualityJudgement'>,
    note: values.text(`dimensions/${dimension}/note`),
  });
  return {
    dimensions: {
      completeness: judged('completeness'),
      uniqueness: judged('uniqueness'),
      consistency: judged('consistency'),
      timeliness: judged('timeliness'),
      validity: judged('validity'),
      accuracy: judged('accuracy'),
    },
    overall: (values.optional('overall') ?? undefined) as 'good',
    conclusion: values.text('conclusion'),
    next_review_on: values.optional('next_review_on'),
  };
}
