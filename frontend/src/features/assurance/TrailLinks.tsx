import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import styles from './Trail.module.css';
import { KINDS } from './trail-words';

interface Props {
  line: Schema<'TrailLine'>;
  indicatorId: string;
}

/** What a line is about, leading to where that can be read. */
export function About({ line, indicatorId }: Props) {
  return (
    <>
      <span className={styles.kind}>
        {KINDS[line.kind]}
        {line.period_label ? ` · ${line.period_label}` : ''}
      </span>
      <Where line={line} indicatorId={indicatorId} />
    </>
  );
}

function Where({ line, indicatorId }: Props) {
  const id = String(line.about_id);
  switch (line.about_kind) {
    case 'observation':
      return (
        <Link to="/observations/$observationId" params={{ observationId: id }}>
          {line.sentence}
        </Link>
      );
    case 'restatement':
      return (
        <Link to="/restatements/$restatementId" params={{ restatementId: id }}>
          {line.sentence}
        </Link>
      );
    case 'submission':
      return (
        <Link to="/submissions/$submissionId" params={{ submissionId: id }}>
          {line.sentence}
        </Link>
      );
    case 'pack_edition':
      return (
        <Link to="/documents/$editionId" params={{ editionId: id }}>
          {line.sentence}
        </Link>
      );
    case 'data_quality_assessment':
      return (
        <Link to="/indicators/$indicatorId/data-quality" params={{ indicatorId }}>
          {line.sentence}
        </Link>
      );
    case 'target':
      return (
        <Link to="/indicators/$indicatorId/targets" params={{ indicatorId }}>
          {line.sentence}
        </Link>
      );
    default:
      return (
        <Link to="/indicators/$indicatorId" params={{ indicatorId }}>
          {line.sentence}
        </Link>
      );
  }
}
