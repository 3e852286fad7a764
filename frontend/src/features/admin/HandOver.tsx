import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useSend } from '@/api/use-send';
import { moment } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { ShownOnce } from '@/ui/ShownOnce';

interface Props {
  person: Schema<'PersonRead'>;
  onClose: () => void;
}

/** Makes a link with which somebody chooses a new password, and shows it once to hand over. */
export function HandOver({ person, onClose }: Props) {
  const [made, setMade] = useState<Schema<'PasswordResetMade'> | null>(null);
  const { run, busy, problem } = useSend(
    () =>
      unwrap(
        api.POST('/api/v1/people/{person_id}/password-resets', {
          params: { path: { person_id: person.id } },
        }),
      ),
    setMade,
  );
  return (
    <Dialog title={`A new password for ${person.name}`} onClose={onClose}>
      {problem ? <ProblemSummary problem={problem} /> : null}
      {made ? (
        <>
          <p>
            Hand this link over yourself, so that nobody else reads it. It works once, until{' '}
            {moment(made.expires_at)}.
          </p>
          {/* A service that was not told its own address answers with a path: alone, nobody could open it. */}
          <ShownOnce label="Link" text={new URL(made.link, window.location.origin).href} />
          <Button onClick={onClose}>Done</Button>
        </>
      ) : (
        <>
          <p>With the link they choose a password that only they know. Links made before stop working.</p>
          <div className="govuk-button-group">
            <Button busy={busy} onClick={() => void run()}>
              Make the link
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
