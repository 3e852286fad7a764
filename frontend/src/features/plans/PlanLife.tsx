import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { useMayIn } from '@/api/session';
import { addEvidence } from '@/features/submissions/EvidencePanel';
import { longDate } from '@/lib/dates';
import { Form } from '@/ui/Form';
import { SummaryList } from '@/ui/SummaryList';
import { TextField } from '@/ui/TextField';
import styles from './Plans.module.css';
import { consultationsQuery, evidenceQuery, reviewsQuery } from './queries';
import { REVIEW_OUTCOMES } from './words';

/** The consultations on a plan and its reviews, the newest first. */
export function PlanLife({ plan }: { plan: Schema<'PlanTree'> }) {
  const { data: consultations } = useSuspenseQuery(consultationsQuery(plan.id));
  const { data: reviews } = useSuspenseQuery(reviewsQuery(plan.id));
  const mayAdd = useMayIn(plan.unit_id, 'add_evidence');
  return (
    <>
      {consultations.length > 0 ? (
        <section aria-labelledby="consultations">
          <h2 id="consultations">Consultations</h2>
          {consultations.map((each) => (
            <Consultation key={each.id} consultation={each} mayAdd={mayAdd} />
          ))}
        </section>
      ) : null}
      {reviews.length > 0 || plan.next_review_on ? (
        <section aria-labelledby="reviews">
          <h2 id="reviews">Reviews</h2>
          {plan.next_review_on ? <p>Next review on {longDate(plan.next_review_on)}.</p> : null}
          {reviews.map((each) => (
            <div key={each.id} className={styles.entry}>
              <h3>
                {longDate(each.reviewed_on)}: {REVIEW_OUTCOMES[each.outcome]}
              </h3>
              <p>{each.changes}</p>
            </div>
          ))}
        </section>
      ) : null}
    </>
  );
}

interface Props {
  consultation: Schema<'ConsultationRead'>;
  mayAdd: boolean;
}

function Consultation({ consultation, mayAdd }: Props) {
  const { data: files } = useSuspenseQuery(evidenceQuery('plan_consultation', consultation.id));
  const ended = consultation.ended_on ? `, ended on ${longDate(consultation.ended_on)}` : '';
  return (
    <div className={styles.entry}>
      <h3>
        {longDate(consultation.opens_on)} to {longDate(consultation.closes_on)}
        {ended}
      </h3>
      <SummaryList
        rows={[
          ['How people take part', consultation.how],
          ['What was heard', consultation.heard],
          ['What changed', consultation.changed],
          ['Withdrawn because', consultation.withdrawn_reason],
          ['Files', files.length === 0 ? null : <Files key="files" files={files} />],
        ]}
      />
      {mayAdd ? (
        <details className="govuk-details">
          <summary className="govuk-details__summary">
            <span className="govuk-details__summary-text">Add a file to this consultation</span>
          </summary>
          <Form
            key={files.length}
            submit="Add the file"
            onSubmit={(values) =>
              addEvidence('plan_consultation', consultation.id, values.file('file'), values.text('note'))
            }
          >
            <TextField name="file" label="File" type="file" />
            <TextField name="note" label="What it shows" optional />
          </Form>
        </details>
      ) : null}
    </div>
  );
}

function Files({ files }: { files: Schema<'EvidenceRead'>[] }) {
  return (
    <ul className="govuk-list">
      {files.map((file) => (
        <li key={file.id}>
          <a href={`/api/v1/evidence/${file.id}/file`} download={file.filename}>
            {file.filename}
          </a>
          {file.note ? ` · ${file.note}` : ''}
        </li>
      ))}
    </ul>
  );
}
