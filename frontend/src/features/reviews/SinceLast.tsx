import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { figureWords, numberWords, sentence } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { ratingWord } from '@/lib/status';
import { RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { apartFromLastReport, type Moved, movedSinceLastReport } from './review-words';
import { SealedFigure } from './SealedFigure';
import type { Pinned } from './use-pinned';

interface Props {
  edition: Schema<'EditionDetail'>;
  pinned: Pinned;
}

/** What differs from the last report that members had: ratings, corrections, definitions and targets. */
export function SinceLast({ edition, pinned }: Props) {
  const { content } = edition;
  const last = content.last_report;
  return (
    <>
      <h2 id="since-last">What changed since the last report</h2>
      {last ? (
        <p>
          Compared with the report for {last.period_label}, edition {last.edition}, sealed{' '}
          {longDate(last.sealed_on)}.
        </p>
      ) : (
        <p>Members have had no report before this one to compare with.</p>
      )}
      {edition.number > 1 ? (
        <p>
          <Link to="/documents/$editionId/differences" params={{ editionId: String(edition.id) }}>
            How this edition differs from the edition before
          </Link>
        </p>
      ) : null}
      {last ? (
        <Table
          caption="Ratings that changed"
          columns={movedColumns(edition.id, pinned)}
          rows={movedSinceLastReport(content)}
          rowKey={({ figure }) => figure.series_id}
          empty="No rating is another than in the last report."
          download={`edition-${edition.id}-ratings-changed`}
        />
      ) : null}
      <Changes
        title="Not comparable with the last report"
        of={apartFromLastReport(content).map((text) => ({ key: text, text }))}
      />
      <Corrections of={content.corrections} />
      <Changes title="Changed definitions" of={content.definitions.map(definitionLine)} />
      <Changes title="Changed targets" of={content.targets.map(targetLine)} />
      <Changes
        title="Confirmed outside the system"
        of={content.off_system.map((each) => ({
          key: each.unit,
          text: `${each.unit}, by the ${each.post} on ${longDate(each.confirmed_on)}: ${each.reason}`,
        }))}
      />
    </>
  );
}

function movedColumns(pack: number, pinned: Pinned): Column<Moved>[] {
  return [
    {
      key: 'Indicator',
      head: 'Indicator',
      heads: true,
      cell: ({ figure }) => `${figure.ref} ${figure.name}`,
      text: ({ figure }) => `${figure.ref} ${figure.name}`,
    },
    {
      key: 'Last report',
      head: 'Last report',
      cell: ({ before }) => <RatingTag rating={before.rating} />,
      text: ({ before }) => ratingWord(before.rating),
    },
    {
      key: 'Now',
      head: 'Now',
      cell: ({ figure }) => <RatingTag rating={figure.rating} />,
      text: ({ figure }) => ratingWord(figure.rating),
    },
    {
      key: 'Was',
      head: 'Was',
      numeric: true,
      wide: true,
      cell: ({ before }) => figureWords(before),
      text: ({ before }) => before.value,
    },
    {
      key: 'Is',
      head: 'Is',
      numeric: true,
      cell: ({ figure }) => <SealedFigure of={figure} pack={pack} pinned={pinned} />,
      text: ({ figure }) => figure.value,
    },
  ];
}

type Correction = Schema<'CorrectionContent'>;

function Corrections({ of }: { of: Correction[] }) {
  if (of.length === 0) return null;
  const said = (row: Correction, value: number | null, value_state: string) =>
    figureWords({ ...row, value, value_state });
  const columns: Column<Correction>[] = [
    {
      key: 'Figure',
      head: 'Figure',
      heads: true,
      cell: (row) => (
        <Link to="/restatements/$restatementId" params={{ restatementId: String(row.restatement_id) }}>
          {row.ref} {row.name}, {shortPeriod(row.period_label)}
        </Link>
      ),
      text: (row) => `${row.ref} ${row.name}, ${row.period_code}`,
    },
    {
      key: 'Was',
      head: 'Was',
      numeric: true,
      cell: (row) => said(row, row.was, row.was_state),
      text: (row) => row.was,
    },
    {
      key: 'Is',
      head: 'Is',
      numeric: true,
      cell: (row) => said(row, row.now, row.now_state),
      text: (row) => row.now,
    },
    { key: 'Reason', head: 'Reason', cell: (row) => row.reason, text: (row) => row.reason },
  ];
  return (
    <Table
      caption="Corrections to figures that members had seen"
      columns={columns}
      rows={of}
      rowKey={(row) => row.restatement_id}
      download="corrections"
    />
  );
}

function Changes({ title, of }: { title: string; of: { key: string; text: ReactNode }[] }) {
  if (of.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="govuk-list govuk-list--bullet">
        {of.map(({ key, text }) => (
          <li key={key}>{text}</li>
        ))}
      </ul>
    </>
  );
}

function definitionLine(change: Schema<'DefinitionChange'>) {
  const fields = change.changed.map((each) => sentence(each.field_code).toLowerCase()).join(', ');
  const breaks = change.breaks_series ? ' Figures before cannot be compared with those since.' : '';
  return {
    key: `${change.series_id} ${change.period_code}`,
    text: `${change.ref} ${change.name}, from ${longDate(change.effective_from)} (${fields}): ${change.reason}${breaks}`,
  };
}

function targetLine(change: Schema<'TargetChange'>) {
  const said = (target: Schema<'TargetSaid'>) =>
    target.value !== null
      ? numberWords(target.value, change.unit_of_measure, change.decimals)
      : target.low !== null && target.high !== null
        ? `${numberWords(target.low, change.unit_of_measure, change.decimals)} to ${numberWords(target.high, change.unit_of_measure, change.decimals)}`
        : target.text;
  const how = change.was ? `${said(change.was)} became ${said(change.now)}` : `${said(change.now)} was set`;
  const late = change.late ? ', after the period had begun' : '';
  return {
    key: `${change.series_id} ${change.period_code}`,
    text: `${change.ref} ${change.name}, ${shortPeriod(change.period_label)}: ${how} on ${longDate(change.approved_on)}${late}. ${change.reason}`,
  };
}
