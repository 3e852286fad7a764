import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { ORIGINS } from '@/features/dashboard/figure-words';
import { sentence } from '@/lib/format';
import { periodOfCode } from '@/lib/periods';
import { Figure } from '@/ui/Figure';
import { RatingTag } from '@/ui/StatusTag';
import styles from './Trail.module.css';
import { changeText, ofWords, partsWords } from './trail-words';

type Line = Schema<'TrailLine'>;

/** What belongs to a line: the reason, what changed, figures computed again, checks, files, editions. */
export function TrailDetails({ line }: { line: Line }) {
  const listed = line.kind === 'edition' ? [] : line.editions;
  return (
    <>
      {line.reason ? <p className={styles.reason}>{line.reason}</p> : null}
      {line.changes.length > 0 ? (
        <ul className={styles.list}>
          {line.changes.map((each) => (
            <li key={each.field}>{changeText(each)}</li>
          ))}
        </ul>
      ) : null}
      {line.figures.map((each) => (
        <OneFigure key={`${each.observation_id}`} figure={each} pack={packOf(line)} />
      ))}
      {line.checks.length > 0 ? (
        <ul className={styles.list}>
          {line.checks.map((each) => (
            <li key={each.code}>
              Check “{each.name}”, explained: {each.explanation}
            </li>
          ))}
        </ul>
      ) : null}
      <Files files={line.evidence} />
      {listed.length > 0 ? (
        <p className={styles.sub}>
          In{' '}
          {listed.map((each, at) => (
            <span key={each.edition_id}>
              {at > 0 ? ', ' : ''}
              <Link to="/documents/$editionId" params={{ editionId: String(each.edition_id) }}>
                {periodOfCode(each.period_code)}, edition {each.number}
              </Link>
            </span>
          ))}
        </p>
      ) : null}
    </>
  );
}

function packOf(line: Line): number | null {
  return line.kind === 'edition' ? line.about_id : null;
}

function OneFigure({ figure, pack }: { figure: Schema<'TrailFigure'>; pack: number | null }) {
  const { recalculation: again } = figure;
  const parts = partsWords(figure);
  return (
    <div className={styles.figure}>
      <p>
        <Figure {...figure} pack={pack} />{' '}
        <RatingTag rating={figure.rating} reason={figure.override_reason ? 'by judgement' : null} />
        <span className={styles.sub}>
          {[
            figure.period_label,
            ofWords(figure),
            parts,
            figure.target_words ? `target ${figure.target_words}` : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className={styles.sub}>
          {ORIGINS[figure.origin] ?? sentence(figure.origin)}
          {figure.source ? `: ${figure.source}` : ''}
        </span>
      </p>
      <p className={styles.sub}>
        <Verdict verdict={again.value_verdict} /> {again.value_sentence}
      </p>
      <p className={styles.sub}>
        <Verdict verdict={again.rating_verdict} /> {again.rating_sentence}
      </p>
    </div>
  );
}

const VERDICTS = { agrees: 'Agrees.', differs: 'Differs.', nothing: '' };

function Verdict({ verdict }: { verdict: Schema<'Verdict'> }) {
  return <b>{VERDICTS[verdict]}</b>;
}

function Files({ files }: { files: Schema<'EvidenceRead'>[] }) {
  if (files.length === 0) return null;
  return (
    <ul className={styles.list}>
      {files.map((file) => (
        <li key={file.id}>
          Evidence:{' '}
          <a href={`/api/v1/evidence/${file.id}/file`} download={file.filename}>
            {file.filename}
          </a>
          {file.note ? ` (${file.note})` : ''}
        </li>
      ))}
    </ul>
  );
}
