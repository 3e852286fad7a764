import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, get, type Schema, unwrap } from '@/api/client';
import { useSend } from '@/api/use-send';
import { csvOf, downloadText } from '@/lib/csv';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { ShownOnce } from '@/ui/ShownOnce';

type Invitation = Schema<'InvitationMade'>;

interface Props {
  people: Schema<'PersonRead'>[];
  onClose: () => void;
}

/** Invites people: by mail where the service sends some, else with links to hand over. */
export function Invite({ people, onClose }: Props) {
  const { data: options } = useSuspenseQuery(get('/api/v1/sign-in-options'));
  const [made, setMade] = useState<Invitation[] | null>(null);
  const { run, busy, problem } = useSend(
    (by_mail: boolean) =>
      unwrap(
        api.POST('/api/v1/people/invitations', {
          body: { person_ids: people.map((person) => person.id), by_mail },
        }),
      ),
    (answer) => setMade(answer.invitations),
  );
  const whom = people.length === 1 ? people[0]?.name : `${people.length} people`;
  return (
    <Dialog title={`Invite ${whom}`} onClose={onClose}>
      {problem ? <ProblemSummary problem={problem} /> : null}
      {made ? (
        <Made made={made} onClose={onClose} />
      ) : (
        <>
          <p>
            {people.length === 1 ? 'They' : 'Each of them'} will get a link{' '}
            {options.password
              ? 'to choose a password. It works once, for a week'
              : 'to the page for signing in'}
            ; links made before stop working.
            {options.mail_enabled ? '' : ' This service sends no mail, so you hand the links over.'}
          </p>
          <div className="govuk-button-group">
            {options.mail_enabled ? (
              <Button busy={busy} onClick={() => void run(true)}>
                Send by mail
              </Button>
            ) : null}
            <Button secondary={options.mail_enabled} busy={busy} onClick={() => void run(false)}>
              {people.length === 1 ? 'Make a link' : 'Make links'}
            </Button>
            <Button secondary onClick={onClose}>
              Cancel
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

// A service that was not told its own address answers with a path: alone, nobody could open it.
const whole = (link: string | null) => new URL(link ?? '', window.location.origin).href;
const row = (each: Invitation) => [each.name, whole(each.link)];

function Made({ made, onClose }: { made: Invitation[]; onClose: () => void }) {
  const links = made.filter((each) => each.link !== null);
  return (
    <>
      {links.length === 0 ? (
        <p role="status">
          {made.length === 1 ? 'The invitation is' : `${made.length} invitations are`} on the way.
        </p>
      ) : (
        <p>Hand these links over yourself, so that nobody else reads them.</p>
      )}
      {links.map((each) => (
        <ShownOnce key={each.person_id} label={`Link for ${each.name}`} text={whole(each.link)} />
      ))}
      <div className="govuk-button-group">
        <Button onClick={onClose}>Done</Button>
        {links.length > 1 ? (
          <Button
            secondary
            onClick={() => downloadText('invitations.csv', csvOf([['Name', 'Link'], ...links.map(row)]))}
          >
            Download all links
          </Button>
        ) : null}
      </div>
    </>
  );
}
