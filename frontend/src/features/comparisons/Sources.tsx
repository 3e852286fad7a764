import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { Notice } from '@/ui/Notice';
import type { Compared } from './queries';

/** Where the figures are from, and how old they are. */
export function Sources({ compared }: { compared: Compared }) {
  if (compared.sources.length === 0) return null;
  return (
    <>
      <h3>Where these figures are from</h3>
      <ul className="govuk-list govuk-list--bullet">
        {compared.sources.map((source) => (
          <li key={source.file_id}>
            <Source source={source} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Source({ source }: { source: Schema<'ComparisonSource'> }) {
  return (
    <>
      {source.link ? (
        <a href={source.link} rel="noreferrer">
          {source.title}
        </a>
      ) : (
        source.title
      )}
      , {source.publisher}. Published on {longDate(source.published_on)}, {source.age} old.
      {source.licence ? ` ${source.licence}.` : ''}
    </>
  );
}

/** Why to take the comparison with care. `without`: the code of one that the page says already. */
export function Cautions({ compared, without }: { compared: Compared; without?: string }) {
  const cautions = compared.cautions.filter((each) => each.code !== without);
  if (cautions.length === 0) return null;
  return (
    <Notice kind="warning" title="Compare with care">
      <ul className="govuk-list govuk-list--bullet">
        {cautions.map((each) => (
          <li key={each.sentence}>{each.sentence}</li>
        ))}
      </ul>
    </Notice>
  );
}
