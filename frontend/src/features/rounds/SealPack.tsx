import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { sentence, things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { TextArea } from '@/ui/TextArea';

interface Props {
  round: Schema<'RoundDetail'>;
  board: Schema<'BoardRead'>;
}

/** Seals the next edition of the report: says what is missing, and asks why it is sealed without it. */
export function SealPack({ round, board }: Props) {
  const [open, setOpen] = useState(false);
  const maySeal = useMay('seal_edition');
  if (!maySeal || round.state !== 'collecting') return null;
  const missing = board.rows.filter((row) => row.state !== 'confirmed');
  return (
    <>
      <Button secondary={missing.length > 0} onClick={() => setOpen(true)}>
        Seal the {sealedThing(round)}
      </Button>
      {open ? <SealDialog round={round} board={board} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** What is sealed: the report on a quarter, or what is proposed for a year. */
function sealedThing({ cycle }: Schema<'RoundDetail'>): string {
  return cycle === 'annual' ? 'proposals' : 'report';
}

function SealDialog({ round, board, onClose }: Props & { onClose: () => void }) {
  const navigate = useNavigate();
  const missing = board.rows.filter((row) => row.state !== 'confirmed');
  const what = sealedThing(round);
  const next = round.stages.filter((stage) => stage.state === 'waiting')[0];
  return (
    <Dialog title={`Seal the ${what}?`} onClose={onClose}>
      <p>
        {round.cycle === 'annual'
          ? 'All that is proposed for the year is'
          : 'All figures, targets, ratings and texts of this quarter are'}{' '}
        fixed as they stand now, as the next edition. Nothing in it changes afterwards: if a review returns
        it, a further edition is sealed.
        {next ? ` The edition then goes to: ${next.name}.` : ''}
      </p>
      {missing.length > 0 ? (
        <Notice
          kind="warning"
          title={`${things(missing.length, 'service')} of ${board.rows.length} not confirmed`}
        >
          <ul className="govuk-list govuk-list--bullet">
            {missing.map((row) => (
              <li key={row.submission_id}>
                {row.unit_name}: {sentence(row.state).toLowerCase()}
              </li>
            ))}
          </ul>
          <p>
            What they have not confirmed is listed in the document as missing, with your reason. It cannot be
            added to this edition later.
          </p>
        </Notice>
      ) : (
        <p>All {board.rows.length} services have confirmed.</p>
      )}
      <Form
        submit={missing.length > 0 ? 'Seal without them' : `Seal the ${what}`}
        warning={missing.length > 0}
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.POST('/api/v1/packs', {
              body: {
                round_id: round.id,
                allow_missing: missing.length > 0,
                comment: values.optional('comment'),
              },
            }),
          )
        }
        onDone={(edition) =>
          navigate({ to: '/documents/$editionId', params: { editionId: String(edition.id) } })
        }
      >
        <TextArea
          name="comment"
          rows={3}
          optional={missing.length === 0}
          label={
            missing.length > 0
              ? `Why the ${what} ${what === 'report' ? 'is' : 'are'} sealed without them`
              : 'Comment'
          }
          hint={missing.length > 0 ? 'Printed in the document beside what is missing.' : undefined}
        />
      </Form>
    </Dialog>
  );
}
