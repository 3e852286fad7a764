import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { stageSteps } from '@/features/rounds/round-words';
import { longDate } from '@/lib/dates';
import { Steps } from '@/ui/Steps';
import { awaitedWords, standing } from './edition-words';
import { portfoliosQuery } from './queries';

interface Props {
  edition: Schema<'EditionDetail'>;
  round: Schema<'RoundDetail'>;
}

/** The stages of the round, and who has to decide on this edition next. */
export function Standing({ edition, round }: Props) {
  const { data: portfolios } = useSuspenseQuery(portfoliosQuery());
  const sentence = standing(edition, round.state);
  return (
    <>
      <h2>Where it stands</h2>
      {edition.state === 'sealed' ? (
        <Steps label="Stages of this edition" steps={stageSteps(round.stages)} />
      ) : null}
      {sentence ? <p>{sentence}</p> : null}
      {edition.awaiting.length > 0 ? (
        <>
          <p>It waits for:</p>
          <ul className="govuk-list govuk-list--bullet">
            {edition.awaiting.map((each) => (
              <li key={`${each.stage} ${each.portfolio}`}>
                {awaitedWords(each, portfolios)}
                {each.due_on ? `, due ${longDate(each.due_on)}` : ''}
                {each.may_decide && !each.needs_issue ? (
                  <>
                    {' – '}
                    <Link
                      to="/documents/$editionId/review"
                      params={{ editionId: String(edition.id) }}
                      hash="decide"
                    >
                      {each.kind === 'member_body' ? 'record the decision' : 'decide'}
                    </Link>
                  </>
                ) : null}
                {each.needs_issue && edition.allowed_actions.includes('issue') ? (
                  <>
                    {' – '}
                    <a href="#issued">issue them</a>
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
