import { api, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';

interface Props {
  person: Schema<'PersonRead'>;
  onClose: () => void;
}

const of = (person: Schema<'PersonRead'>) => ({ params: { path: { person_id: person.id } } });

/** Helps somebody who lost their phone and their recovery codes. */
export function TakeFactorAway({ person, onClose }: Props) {
  return (
    <Dialog title={`Take the second step of ${person.name} away`} onClose={onClose}>
      <p>
        Make sure that it is they who ask: their password alone lets them in then. They are signed out
        everywhere and can add a second step again.
      </p>
      <Form
        submit="Take it away"
        warning
        onCancel={onClose}
        onSubmit={() => unwrap(api.DELETE('/api/v1/people/{person_id}/second-factor', of(person)))}
        onDone={onClose}
      >
        {null}
      </Form>
    </Dialog>
  );
}

/** Lets another council account be connected with somebody. */
export function Disconnect({ person, onClose }: Props) {
  return (
    <Dialog title={`Disconnect ${person.name} from their council account`} onClose={onClose}>
      <p>
        What they opened with it ends. The next council account with their e-mail address, if the sign-in
        service vouches for it, is connected with them.
      </p>
      <Form
        submit="Disconnect"
        warning
        onCancel={onClose}
        onSubmit={() => unwrap(api.DELETE('/api/v1/people/{person_id}/council-account', of(person)))}
        onDone={onClose}
      >
        {null}
      </Form>
    </Dialog>
  );
}
