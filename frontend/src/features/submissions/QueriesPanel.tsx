import type { ReactNode } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { moment } from '@/lib/dates';
import { Form } from '@/ui/Form';
import { TextArea } from '@/ui/TextArea';
import fields from './EntryFields.module.css';
import { useShared } from './entering';
import panels from './RowPanels.module.css';

interface Props {
  submissionId: number;
  entryId: number;
  of: string;
  queries: Schema<'QueryRead'>[];
  mayAsk: boolean;
}

/** What reviewers asked about a figure and what the service answered. A question returns nothing. */
export function QueriesPanel({ submissionId, entryId, of, queries, mayAsk }: Props) {
  const { knownAs, own } = useShared();
  return (
    <section
      className={panels.panel}
      aria-label={`Queries about ${of}`}
      data-unsent={`${of}: what you wrote to or for the service is not sent.`}
    >
      {queries.map((query) => (
        <div key={query.id} className={panels.query}>
          <p>
            <strong>{query.question}</strong>
            <span className={fields.quiet}>
              {' '}
              {`Asked by ${knownAs(query.asked_by)} on ${moment(query.asked_at)}`}
            </span>
          </p>
          {query.answer !== null && query.answered_at ? (
            <p>
              {query.answer}
              <span className={fields.quiet}>
                {' '}
                {`${knownAs(query.answered_by)} on ${moment(query.answered_at)}`}
              </span>
            </p>
          ) : query.allowed_actions.includes('answer') ? (
            <Answering own={own} of={of}>
              <Form
                submit="Send answer"
                onSubmit={(values) =>
                  unwrap(
                    api.POST('/api/v1/submissions/{submission_id}/queries/{query_id}/answer', {
                      params: { path: { submission_id: submissionId, query_id: query.id } },
                      body: { answer: values.text('answer') },
                    }),
                  )
                }
              >
                <TextArea
                  name="answer"
                  label="Your answer"
                  hint="It stays here, beside what was asked."
                  rows={2}
                />
              </Form>
            </Answering>
          ) : (
            <p className={fields.quiet}>Not answered yet.</p>
          )}
        </div>
      ))}
      {mayAsk ? (
        <Form
          key={queries.length}
          submit="Ask the service"
          onSubmit={(values) =>
            unwrap(
              api.POST('/api/v1/submissions/{submission_id}/queries', {
                params: { path: { submission_id: submissionId } },
                body: { entry_id: entryId, question: values.text('question') },
              }),
            )
          }
        >
          <TextArea
            name="question"
            label={`Ask about ${of}`}
            hint="The submission stays where it is; the service answers here."
            rows={2}
          />
        </Form>
      ) : null}
    </section>
  );
}

/** Reviewers answer for a service only when they are asked to: their way to it is folded. */
function Answering({ own, of, children }: { own: boolean; of: string; children: ReactNode }) {
  if (own) return children;
  return (
    <details className={fields.about}>
      <summary>
        Answer for the service<span className="govuk-visually-hidden"> about {of}</span>
      </summary>
      {children}
    </details>
  );
}
