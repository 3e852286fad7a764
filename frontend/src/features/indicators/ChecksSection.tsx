import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { LinkButton } from '@/ui/LinkButton';
import { Notice } from '@/ui/Notice';
import { type Column, Table } from '@/ui/Table';
import { CheckDialog } from './CheckDialog';
import { checksQuery } from './queries';
import { SEVERITIES } from './words';

type Check = Schema<'IndicatorCheckRead'>;
const ABOUT: Record<string, string> = {
  figure: 'Figures',
  target: 'Targets',
  indicator: 'The indicator',
  activity: 'Activities',
};

const COLUMNS: Column<Check>[] = [
  { key: 'Check', head: 'Check', heads: true, cell: (row) => row.name, text: (row) => row.name },
  {
    key: 'Of',
    head: 'Of',
    wide: true,
    cell: (row) => ABOUT[row.about] ?? row.about,
    text: (row) => ABOUT[row.about] ?? row.about,
  },
  {
    key: 'What',
    head: 'What it looks for',
    wide: true,
    cell: (row) => row.sentence,
    text: (row) => row.sentence,
  },
  {
    key: 'Severity',
    head: 'If it finds something',
    cell: (row) => (
      <>
        {SEVERITIES[row.setting ?? row.severity]}
        {row.reason ? `. Set for this indicator: ${row.reason}` : ''}
      </>
    ),
    text: (row) => SEVERITIES[row.setting ?? row.severity] ?? null,
  },
];

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  mayEdit: boolean;
}

/** What is checked as its figures are entered, and what the checks find in the indicator itself. */
export function ChecksSection({ indicator, mayEdit }: Props) {
  const { data: checks } = useSuspenseQuery(checksQuery(indicator.id));
  const [setting, setSetting] = useState<Check | null>(null);
  const set = checks.items.filter((each) => each.setting !== null);
  const columns: Column<Check>[] = mayEdit
    ? [
        ...COLUMNS,
        {
          key: 'Set',
          head: <span className="govuk-visually-hidden">Set</span>,
          cell: (row) =>
            row.fixed ? null : (
              <LinkButton onClick={() => setSetting(row)}>
                Set<span className="govuk-visually-hidden"> {row.name}</span>
              </LinkButton>
            ),
        },
      ]
    : COLUMNS;
  return (
    <section>
      <h2>Checks</h2>
      {checks.findings.map((finding) => (
        <Notice key={finding.code} kind="warning" title={finding.name}>
          <p>{finding.sentence}</p>
        </Notice>
      ))}
      <p>
        Figures and targets of this indicator are checked as they are entered.{' '}
        {set.length === 0
          ? 'All checks are as severe as usual.'
          : `${set.length === 1 ? 'One check is' : `${set.length} checks are`} set otherwise here: ${set
              .map((each) => each.name.toLowerCase())
              .join(', ')}.`}
      </p>
      <details className="govuk-details">
        <summary className="govuk-details__summary">
          <span className="govuk-details__summary-text">Show all {checks.items.length} checks</span>
        </summary>
        <Table
          caption="Checks"
          quiet
          columns={columns}
          rows={checks.items}
          rowKey={(row) => row.code}
          download={`${indicator.ref}-checks`}
        />
      </details>
      {setting ? <CheckDialog check={setting} checks={checks} onClose={() => setSetting(null)} /> : null}
    </section>
  );
}
