import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';

type Edition = Schema<'EditionDetail'>;

/** The edition as a document, as each body has it, and as the dashboard shows it. */
export function DocumentLinks({ edition }: { edition: Edition }) {
  const address = `/api/v1/packs/${edition.id}/documents/html`;
  const name =
    `${edition.content.council.code}-${edition.period_code}-edition-${edition.number}`.toLowerCase();
  const mayDraw = useMay('draw_sample');
  const isPublic = edition.issues.some((issue) => issue.public_from !== null);
  return (
    <ul className="govuk-list">
      <li>
        <a href={address} target="_blank" rel="noreferrer">
          Open the document (new tab)
        </a>
      </li>
      <li>
        <a href={address} download={`${name}.html`}>
          Download the document (HTML)
        </a>
      </li>
      {edition.issues
        .filter(() => edition.issues.length > 1)
        .map((issue) => (
          <li key={issue.id}>
            <a href={`${address}?body=${encodeURIComponent(issue.body)}`} target="_blank" rel="noreferrer">
              Open it as {issue.body_name} has it (new tab)
            </a>
          </li>
        ))}
      {isPublic && edition.exempt.length > 0 ? (
        <li>
          <a href={`${address}?public=true`} target="_blank" rel="noreferrer">
            Open it as the public reads it, without exempt parts (new tab)
          </a>
        </li>
      ) : null}
      {edition.content.annual ? (
        <li>
          <a href={`/api/v1/packs/${edition.id}/documents/annual-report`} target="_blank" rel="noreferrer">
            Open the annual report {edition.content.annual.year_label} (new tab)
          </a>
        </li>
      ) : null}
      <li>
        <Link to="/dashboard" search={{ pack: edition.id, period: edition.period_code }}>
          Dashboard as of this edition
        </Link>
      </li>
      {mayDraw ? (
        <li>
          <Link to="/assurance/samples/new" search={{ edition: edition.id }}>
            Draw an audit sample of its figures
          </Link>
        </li>
      ) : null}
      <li>
        <Link to="/compare" search={{ from_pack: edition.id }}>
          Compare with what stands now, or another view
        </Link>
      </li>
      {edition.content.last_report ? (
        <li>
          <Link
            to="/documents/$editionId/review"
            params={{ editionId: String(edition.id) }}
            hash="since-last"
          >
            What changed since the last report
          </Link>
        </li>
      ) : null}
      {edition.number > 1 ? (
        <li>
          <Link to="/documents/$editionId/differences" params={{ editionId: String(edition.id) }}>
            How it differs from the edition before
          </Link>
        </li>
      ) : null}
    </ul>
  );
}
