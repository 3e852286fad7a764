import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate } from '@/lib/dates';
import { sentence } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { FilterChoice, Filters } from '@/ui/Filters';
import { LoadMore } from '@/ui/LoadMore';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import styles from './EditionsPage.module.css';
import { awaitedWords, changedWords, editionState, outcomeWords } from './edition-words';
import { editionsQuery, portfoliosQuery, roundPeriodsQuery } from './queries';

type Edition = Schema<'EditionRead'>;

/** Every edition of the quarterly report that one may see: who has it, what they decided, what has changed since. */
export function EditionsPage() {
  const { period } = useSearch({ from: '/staff/documents' });
  const navigate = useNavigate({ from: '/documents' });
  const editions = useSuspenseInfiniteQuery(editionsQuery(period));
  const { data: portfolios } = useSuspenseQuery(portfoliosQuery());
  const { data: rounds } = useSuspenseQuery(roundPeriodsQuery());
  const rows = editions.data.pages.flatMap((page) => page.items);
  const quarters = [...new Map(rounds.map((round) => [round.period_code, round.period_label]))];
  return (
    <>
      <PageTitle>Documents</PageTitle>
      <p>
        The quarterly monitoring report and each year’s targets, in numbered editions. An edition never
        changes after it is sealed: what a body decided on stays readable as it was.
      </p>
      <Filters label="Filter editions" onClear={period ? () => void navigate({ search: {} }) : undefined}>
        <FilterChoice
          label="Period"
          value={period}
          all="All periods"
          options={quarters.map(([code, label]) => ({ value: code, label: shortPeriod(label) }))}
          onChange={(chosen) => void navigate({ search: chosen ? { period: chosen } : {} })}
        />
      </Filters>
      <Table
        caption="Editions"
        quiet
        columns={editionColumns(portfolios, rounds)}
        rows={rows}
        rowKey={(edition) => edition.id}
        empty={
          period
            ? 'There is no edition of this period that you may see.'
            : 'There is no edition that you may see yet. You will find one here when it has been issued to you or its papers are public.'
        }
        download="editions"
      />
      <LoadMore of={editions} />
    </>
  );
}

/** What an edition is of: a quarter, or the targets for a year. */
function listedPeriod({ cycle, period_label }: Edition): string {
  return `${cycle === 'annual' ? 'Targets for ' : ''}${shortPeriod(period_label)}`;
}

function editionColumns(
  portfolios: Schema<'PortfolioRead'>[],
  rounds: Schema<'RoundRead'>[],
): Column<Edition>[] {
  const stateOf = (edition: Edition) =>
    editionState(edition, rounds.find((round) => round.id === edition.round_id)?.state);
  const waits = (edition: Edition) => edition.awaiting.map((each) => awaitedWords(each, portfolios));
  return [
    {
      key: 'Edition',
      head: 'Edition',
      heads: true,
      cell: (edition) => (
        <Link to="/documents/$editionId" params={{ editionId: String(edition.id) }}>
          {listedPeriod(edition)}, edition{'\u00a0'}
          {edition.number}
        </Link>
      ),
      text: (edition) => `${listedPeriod(edition)}, edition ${edition.number}`,
    },
    {
      key: 'State',
      head: 'State',
      cell: (edition) => <StateTag state={stateOf(edition)} strong={edition.awaiting.length > 0} />,
      text: (edition) => sentence(stateOf(edition)),
    },
    {
      key: 'Sealed',
      head: 'Sealed',
      wide: true,
      cell: (edition) => longDate(edition.sealed_at),
      text: (edition) => edition.sealed_at.slice(0, 10),
    },
    {
      key: 'Report number',
      head: 'Report number',
      wide: true,
      cell: numbersOf,
      text: numbersOf,
    },
    {
      key: 'Issued to',
      head: 'Issued to',
      wide: true,
      cell: (edition) => (
        <Lines of={edition.issues.map((each) => `${each.body_name}: ${outcomeWords(each)}`)} />
      ),
      text: (edition) => edition.issues.map((each) => `${each.body_name}: ${outcomeWords(each)}`).join('; '),
    },
    {
      key: 'Waits for',
      head: 'Waits for',
      cell: (edition) => <Lines of={waits(edition)} />,
      text: (edition) => waits(edition).join('; '),
    },
    {
      key: 'Since decided',
      head: 'Since decided',
      cell: (edition) => changedWords(edition.changed_since_decided),
      text: (edition) => edition.changed_since_decided,
    },
  ];
}

function numbersOf(edition: Edition): string {
  return [...new Set(edition.issues.map((each) => each.report_number).filter(Boolean))].join(', ');
}

function Lines({ of }: { of: string[] }) {
  return (
    <ul className={styles.lines}>
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
