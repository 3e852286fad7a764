import { api, type Schema, unwrap } from '@/api/client';
import { things } from '@/lib/format';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import styles from './Plans.module.css';

interface Props {
  tried: Schema<'RollOverRead'>;
  take: string[];
  onClose: () => void;
}

/** What would be made, row by row, and the button that makes it. */
export function RollOverDialog({ tried, take, onClose }: Props) {
  const making = tried.rows.filter((row) => row.result === 'make');
  return (
    <Dialog title={`Roll over into ${tried.label}`} onClose={onClose}>
      {making.length === 0 ? (
        <>
          <p>Nothing is ticked that is not there already.</p>
          <button type="button" className="govuk-button govuk-button--secondary" onClick={onClose}>
            Close
          </button>
        </>
      ) : (
        <>
          <p>
            {things(making.length, 'thing')} will be made at once, or none of them. Plans come as drafts: only
            their services and the performance team see them until they are adopted.
          </p>
          <ul className={styles.rows}>
            {making.map((row) => (
              <li key={row.key} className={row.under ? styles.under : undefined}>
                {row.kind === 'round' ? `Round of ${row.label}` : row.label}{' '}
                <span className={styles.meta}>{row.detail}</span>
              </li>
            ))}
          </ul>
          <Form
            submit={`Take them into ${tried.label}`}
            onCancel={onClose}
            onDone={onClose}
            onSubmit={() =>
              unwrap(
                api.POST('/api/v1/roll-overs', { body: { year: tried.year, take, digest: tried.digest } }),
              )
            }
          >
            <p className={styles.meta}>If something has changed since, nothing is made and you look again.</p>
          </Form>
        </>
      )}
    </Dialog>
  );
}
