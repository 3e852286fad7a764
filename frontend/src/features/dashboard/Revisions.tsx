import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { moment } from '@/lib/dates';
import { figureWords, sentence } from '@/lib/format';
import { periodOfCode } from '@/lib/periods';
import { ratingWord } from '@/lib/status';
import { Figure } from '@/ui/Figure';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { REVISION_KINDS } from './figure-words';
import styles from './Observation.module.css';

type Revision = Schema<'RevisionRead'>;

interface Props {
  figure: Schema<'ObservationRead'>;
  revisions: Revision[];
  mayRestate: boolean;
}

/** Every revision with who, when and why, and the editions that hold it. Nothing on record is ever changed. */
export function Revisions({ figure, revisions, mayRestate }: Props) {
  const knownAs = useKnownAs();
  const locked = revisions.some((each) => each.approved || each.editions.length > 0);
  const valued = (row: Revision) => ({ ...figure, value: row.value, value_state: row.value_state });
  const columns: Column<Revision>[] = [
    {
      key: 'Revision',
      head: 'Revision',
      heads: true,
      text: (row) => row.revision,
      cell: (row) => (
        <>
          {row.revision}
          <span className={styles.sub}>{REVISION_KINDS[row.kind] ?? sentence(row.kind)}</span>
        </>
      ),
    },
    {
      key: 'Figure',
      head: 'Figure',
      numeric: true,
      text: (row) => row.value ?? figureWords(valued(row)),
      cell: (row) =>
        row.id === figure.id ? (
          <strong>{figureWords(valued(row))}</strong>
        ) : (
          <Figure {...valued(row)} observation_id={row.id} provisional={row.provisional} revised={false} />
        ),
    },
    {
      key: 'Status',
      head: 'Status',
      wide: true,
      text: (row) => ratingWord(row.rating),
      cell: (row) => <RatingTag rating={row.rating} reason={row.override_reason ? 'by judgement' : null} />,
    },
    {
      key: 'On record since',
      head: 'On record since',
      text: (row) => row.recorded_at,
      cell: (row) => (
        <>
          {moment(row.recorded_at)}
          <span className={styles.sub}>{knownAs(row.recorded_by)}</span>
        </>
      ),
    },
    { key: 'Why', head: 'Why', wide: true, text: (row) => row.reason, cell: (row) => row.reason },
    {
      key: 'In editions',
      head: 'In editions',
      text: (row) => row.editions.map(editionWords).join('; '),
      cell: (row) => <Editions row={row} />,
    },
  ];
  return (
    <section aria-labelledby="revisions">
      <h2 id="revisions">Revisions</h2>
      <Table
        caption="Revisions, the newest first"
        quiet
        columns={columns}
        rows={revisions}
        rowKey={(row) => row.id}
        empty="No revision of it may be read."
        download={`${figure.ref}-${figure.period}-revisions`}
      />
      {mayRestate && locked ? (
        <p>
          <Link to="/restatements/new" search={{ observation: figure.id }}>
            Propose a restatement of this figure
          </Link>
        </p>
      ) : null}
    </section>
  );
}

function editionWords(edition: Schema<'PinningEdition'>): string {
  return `${periodOfCode(edition.period_code)}, edition ${edition.number}`;
}

function Editions({ row }: { row: Revision }) {
  if (row.editions.length === 0) return <span className={styles.meta}>None issued yet</span>;
  return (
    <ul className={styles.plain}>
      {row.editions.map((edition) => (
        <li key={edition.edition_id}>
          <Link to="/documents/$editionId" params={{ editionId: String(edition.edition_id) }}>
            {editionWords(edition)}
          </Link>
        </li>
      ))}
      {row.approved ? <li className={styles.meta}>Decided on by members</li> : null}
    </ul>
  );
}
