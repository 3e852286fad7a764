import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { toTop } from './to-top';
import { UnsentNotice } from './UnsentNotice';

interface Props {
  submission: Schema<'SubmissionRead'>;
  onClose: () => void;
}

/** The last question before a submission leaves its service's hands. */
export function SubmitDialog({ submission, onClose }: Props) {
  return (
    <Dialog title={`Submit ${submission.unit.name}`} onClose={onClose}>
      <p>
        It goes to the manager of {submission.unit.name} to confirm. The performance team and the directors
        see it from now on.
      </p>
      <p>You cannot change it any more, unless it is returned to you.</p>
      <UnsentNotice />
      <Form
        submit="Submit"
        onCancel={onClose}
        onSubmit={() =>
          unwrap(
            api.POST('/api/v1/submissions/{submission_id}/decisions', {
              params: { path: { submission_id: submission.id }, header: ifMatch(submission.version) },
              body: { action: 'submit' },
            }),
          )
        }
        onDone={() => {
          onClose();
          toTop();
        }}
      >
        {null}
      </Form>
    </Dialog>
  );
}
