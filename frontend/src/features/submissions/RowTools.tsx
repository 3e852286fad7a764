import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { LinkButton } from '@/ui/LinkButton';
import { AboutPanel } from './AboutPanel';
import { EvidencePanel } from './EvidencePanel';
import { useShared } from './entering';
import { ForecastPanel, forecastWords, mayForecast } from './ForecastPanel';
import { QueriesPanel } from './QueriesPanel';
import { type Entry, nameOf } from './typed';

export type Panel = 'about' | 'evidence' | 'forecast' | 'queries' | null;

interface Props {
  entry: Entry;
  queries: Schema<'QueryRead'>[];
  shown: Panel;
  onShow: (panel: Panel) => void;
}

/** The ways to what belongs to a figure beside the number: how the year is to end, its evidence, questions about it. */
export function RowTools({ entry, queries, shown, onShow }: Props) {
  const { mayAsk, mayAddEvidence } = useShared();
  const name = nameOf(entry);
  const open = queries.filter((query) => query.answer === null).length;
  const forecast = forecastWords(entry);
  return (
    <>
      {entry.indicator && mayForecast(entry) ? (
        <LinkButton
          aria-expanded={shown === 'forecast'}
          onClick={() => onShow(shown === 'forecast' ? null : 'forecast')}
        >
          {forecast === null ? 'Year-end forecast' : `Year-end forecast: ${forecast}`}
          <span className="govuk-visually-hidden"> for {name}</span>
        </LinkButton>
      ) : null}
      {entry.evidence > 0 || mayAddEvidence ? (
        <LinkButton
          aria-expanded={shown === 'evidence'}
          onClick={() => onShow(shown === 'evidence' ? null : 'evidence')}
        >
          {entry.evidence > 0 ? `Evidence (${entry.evidence})` : 'Add evidence'}
          <span className="govuk-visually-hidden"> for {name}</span>
        </LinkButton>
      ) : null}
      {queries.length > 0 || mayAsk ? (
        <LinkButton
          aria-expanded={shown === 'queries'}
          onClick={() => onShow(shown === 'queries' ? null : 'queries')}
        >
          {queries.length > 0 ? things(queries.length, 'query', 'queries') : 'Ask'}
          {open > 0 ? ', to be answered' : ''}
          <span className="govuk-visually-hidden"> about {name}</span>
        </LinkButton>
      ) : null}
    </>
  );
}

/** What is opened of them, over the row's whole width. */
export function RowPanels({ entry, queries, shown }: Omit<Props, 'onShow'>) {
  const { submissionId, mayAsk, mayAddEvidence } = useShared();
  const name = nameOf(entry);
  if (shown === 'about') return <AboutPanel entry={entry} />;
  if (shown === 'forecast') return <ForecastPanel entry={entry} />;
  if (shown === 'evidence')
    return <EvidencePanel kind="entry" id={entry.id} of={name} mayAdd={mayAddEvidence} />;
  if (shown === 'queries')
    return (
      <QueriesPanel
        submissionId={submissionId}
        entryId={entry.id}
        of={name}
        queries={queries}
        mayAsk={mayAsk}
      />
    );
  return null;
}
