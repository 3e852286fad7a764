import { usePrefetchQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { awaitedWords } from '@/features/reports/edition-words';
import { meetingsOfAllQuery, portfoliosQuery } from '@/features/reports/queries';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { DecideDialog } from './DecideDialog';
import { submissionsOfRoundQuery } from './queries';
import type { Action } from './review-words';

type Edition = Schema<'EditionDetail'>;
type Awaited = Schema<'AwaitedDecision'>;
const ACTIONS: [Action, string][] = [
  ['approve', 'Approve'],
  ['note', 'Note'],
  ['return', 'Return'],
];

/** The decisions on this edition that are this reader's to take or to record. */
export function Decide({ edition }: { edition: Edition }) {
  const [chosen, setChosen] = useState<{ awaited: Awaited; action: Action } | null>(null);
  const [done, setDone] = useState('');
  const { data: portfolios } = useSuspenseQuery(portfoliosQuery());
  const mine = edition.awaiting.filter((each) => each.may_decide);
  usePrefetchQuery(submissionsOfRoundQuery(edition.round_id));
  usePrefetchQuery(meetingsOfAllQuery());
  if (mine.length === 0 && !done) return null;
  return (
    <>
      <h2 id="decide">Decide</h2>
      {done ? <Notice kind="success">{done}</Notice> : null}
      {mine.map((awaited) => (
        <section key={`${awaited.stage} ${awaited.portfolio}`}>
          <h3>{awaitedWords(awaited, portfolios)}</h3>
          {awaited.needs_issue ? (
            <p>
              <Link to="/documents/$editionId" params={{ editionId: String(edition.id) }}>
                Issue the edition to {awaited.name}
              </Link>{' '}
              first: members decide on the papers that they were given.
            </p>
          ) : (
            <div className="govuk-button-group">
              {ACTIONS.filter(([action]) => edition.allowed_actions.includes(action)).map(
                ([action, label]) => (
                  <Button
                    key={action}
                    secondary={action !== 'approve'}
                    onClick={() => setChosen({ awaited, action })}
                  >
                    {awaited.kind === 'member_body' ? `Record as ${PAST[action]}` : label}
                  </Button>
                ),
              )}
            </div>
          )}
        </section>
      ))}
      {chosen ? (
        <DecideDialog
          edition={edition}
          awaited={chosen.awaited}
          name={awaitedWords(chosen.awaited, portfolios)}
          action={chosen.action}
          onClose={() => setChosen(null)}
          onDone={() => {
            setDone(`${awaitedWords(chosen.awaited, portfolios)}: ${PAST[chosen.action]}.`);
            setChosen(null);
          }}
        />
      ) : null}
    </>
  );
}

const PAST: Record<Action, string> = { approve: 'approved', note: 'noted', return: 'returned' };
