import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import styles from './Observation.module.css';
import { evidenceQuery } from './queries';

/** The files that show where a figure comes from. */
export function Evidence({ figure }: { figure: Schema<'ObservationRead'> }) {
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">Evidence</h2>
      {figure.evidence === 0 ? (
        <p className={styles.meta}>No file was added to this figure.</p>
      ) : (
        <Files id={figure.id} />
      )}
    </section>
  );
}

function Files({ id }: { id: number }) {
  const { data: files } = useSuspenseQuery(evidenceQuery(id));
  return (
    <ul className={styles.list}>
      {files.map((file) => (
        <li key={file.id}>
          <a href={`/api/v1/evidence/${file.id}/file`} download={file.filename}>
            {file.filename}
          </a>{' '}
          <span className={styles.meta}>
            {sizeWords(file.size)}, added on {longDate(file.added_at)}
            {file.note ? ` · ${file.note}` : ''}
          </span>
        </li>
      ))}
    </ul>
  );
}

function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
