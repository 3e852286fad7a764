import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { dayBefore, today } from '@/lib/dates';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';

interface Props {
  delegation: Schema<'DelegationRead'>;
  onClose: () => void;
}

/** Takes one's roles back from a colleague, from now on. */
export function EndDelegation({ delegation, onClose }: Props) {
  const begun = delegation.valid_from <= today();
  return (
    <Dialog title={`End that ${delegation.to_name} acts for you`} onClose={onClose}>
      <p>
        {begun
          ? 'From now on they can do nothing with your roles. What they did stays as it is.'
          : 'They will not act for you.'}
      </p>
      <Form
        submit="End it now"
        warning
        onCancel={onClose}
        onDone={onClose}
        onSubmit={() =>
          unwrap(
            api.PATCH('/api/v1/delegations/{delegation_id}', {
              params: { header: ifMatch(delegation.version), path: { delegation_id: delegation.id } },
              // Both days count: what ended yesterday, or before its first day, is over.
              body: { valid_to: dayBefore(begun ? today() : delegation.valid_from) },
            }),
          )
        }
      >
        {null}
      </Form>
    </Dialog>
  );
}
