import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { longDate, moment } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { TextArea } from '@/ui/TextArea';
import { Proposed, Was } from './FigureWords';
import { restatementQuery } from './queries';
import { decisionWords, stateWords } from './words';

/** One restatement: what was, what is proposed, why, and the decision on it. */
export function RestatementPage() {
  const { restatementId } = useParams({ from: '/staff/restatements/$restatementId' });
  const { data: restatement } = useSuspenseQuery(restatementQuery(Number(restatementId)));
  const knownAs = useKnownAs();
  const [open, setOpen] = useState<string | null>(null);
  const parts = restatement.numerator !== null && restatement.denominator !== null;
  return (
    <>
      <PageTitle
        caption={`Restatement, ${restatement.period_label}`}
        crumbs={[{ label: 'Restatements', to: '/restatements' }]}
        title={`Restatement of ${restatement.ref}`}
      >
        {restatement.ref} {restatement.name}
      </PageTitle>
      <SummaryList
        rows={[
          ['State', <StateTag key="s" state={stateWords(restatement.state)} />],
          ['Was', <Was key="w" of={restatement} />],
          ['Restated as', <Proposed key="p" of={restatement} />],
          ['Made of', parts ? `${restatement.numerator} out of ${restatement.denominator}` : null],
          ['Why', restatement.reason],
          ['Part', restatement.breakdown === 'all' ? null : restatement.breakdown.replaceAll(':', ': ')],
          ['Proposed', `${moment(restatement.proposed_at)} by ${knownAs(restatement.proposed_by)}`],
          [
            'Decided',
            restatement.decided_on
              ? `${longDate(restatement.decided_on)} by ${knownAs(restatement.decided_by)}`
              : null,
          ],
          [
            'Indicator',
            <Link
              key="i"
              to="/indicators/$indicatorId"
              params={{ indicatorId: String(restatement.indicator_id) }}
            >
              {restatement.ref} {restatement.name}
            </Link>,
          ],
        ]}
      />
      <div className="govuk-button-group">
        {restatement.allowed_actions.map((action, index) => (
          <Button key={action} secondary={index > 0} onClick={() => setOpen(action)}>
            {decisionWords(action).button}
          </Button>
        ))}
      </div>
      {open && restatement.allowed_actions.includes(open) ? (
        <DecisionDialog restatement={restatement} decision={open} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}

interface Props {
  restatement: Schema<'RestatementRead'>;
  decision: string;
  onClose: () => void;
}

function DecisionDialog({ restatement, decision, onClose }: Props) {
  const words = decisionWords(decision);
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p>
        {restatement.ref} {restatement.name}, {restatement.period_label}: from <Was of={restatement} /> to{' '}
        <Proposed of={restatement} />.
      </p>
      <p>{words.says}</p>
      <Form
        submit={words.button}
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/restatements/{restatement_id}/decisions', {
              params: { path: { restatement_id: restatement.id }, header: ifMatch(restatement.version) },
              body: { action: decision, comment: values.optional('comment') },
            }),
          )
        }
        onDone={onClose}
      >
        {words.comment ? <TextArea name="comment" label={words.comment} /> : null}
      </Form>
    </Dialog>
  );
}
