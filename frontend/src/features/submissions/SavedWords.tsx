import fields from './EntryFields.module.css';
import { isUnchanged, type Row } from './rows';

/** Whether a row is saved, in a word or two. */
export function SavedWords({ row }: { row: Row }) {
  const { phase, entry, typed } = row;
  if (phase === 'saving') return <span className={fields.quiet}>Saving …</span>;
  if (phase === 'clash') return <strong>Changed: choose below</strong>;
  if (phase === 'refused') return <strong>Not saved</strong>;
  if (phase === 'held') return <strong>Waiting to be saved</strong>;
  if (!isUnchanged(entry, typed)) return <span className={fields.quiet}>Not saved yet</span>;
  if (phase === 'saved') return <span className={fields.done}>Saved</span>;
  return entry.updated_at ? (
    <span className={fields.quiet}>{entry.on_behalf ? 'Saved on behalf' : 'Saved'}</span>
  ) : null;
}

/** Why the service did not take a row, where no field of it is at fault. What was typed stays. */
export function RefusedWords({ row }: { row: Row }) {
  const { phase, problem } = row;
  if (phase !== 'refused' || !problem || problem.faults.length > 0) return null;
  return (
    <p className={fields.fault} role="status">
      Not saved: {problem.message}
    </p>
  );
}
