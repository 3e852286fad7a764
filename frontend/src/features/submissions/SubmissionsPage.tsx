import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { useSession } from '@/api/session';
import { shortDate } from '@/lib/dates';
import { things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { Button } from '@/ui/Button';
import { FilterChoice, Filters } from '@/ui/Filters';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { providesFor } from './provides';
import { submissionsQuery } from './queries';
import { completenessWords, nextStep } from './state-words';

type Submission = Schema<'SubmissionRead'>;
const STATES = [
  { value: 'requested', label: 'Requested' },
  { value: 'draft', label: 'Draft' },
  { value: 'submitted', label: 'Submitted' },
  { value: 'returned', label: 'Returned' },
  { value: 'confirmed', label: 'Confirmed' },
];
const AT_FIRST = 50;

/** Quarterly submissions: what is due, how complete it is, and what to do next with each. */
export function SubmissionsPage() {
  const filters = useSearch({ from: '/staff/submissions' });
  const navigate = useNavigate({ from: '/submissions' });
  const { data: all } = useSuspenseQuery(submissionsQuery());
  const session = useSession();
  const [more, setMore] = useState(false);
  const found = all.filter(
    ({ state, unit, period_code }) =>
      (!filters.state || state === filters.state) &&
      (!filters.unit || unit.code === filters.unit) &&
      (!filters.period || period_code === filters.period),
  );
  const shown = more ? found : found.slice(0, AT_FIRST);
  const filtered = Boolean(filters.state || filters.unit || filters.period);
  function filter(change: Partial<typeof filters>) {
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  }
  const units = distinct(all.map(({ unit }) => ({ value: unit.code, label: unit.name })));
  units.sort((a, b) => a.label.localeCompare(b.label));
  const periods = distinct(
    all.map(({ period_code, period_label }) => ({ value: period_code, label: shortPeriod(period_label) })),
  );
  return (
    <>
      <PageTitle>Submissions</PageTitle>
      <Filters
        label="Filter submissions"
        onClear={filtered ? () => void navigate({ search: {}, replace: true }) : undefined}
      >
        <FilterChoice
          label="Period"
          value={filters.period}
          options={periods}
          all="All periods"
          onChange={(period) => filter({ period })}
        />
        {units.length > 1 ? (
          <FilterChoice
            label="Service"
            value={filters.unit}
            options={units}
            all="All services"
            wide
            onChange={(unit) => filter({ unit })}
          />
        ) : null}
        <FilterChoice
          label="State"
          value={filters.state}
          options={STATES}
          all="All states"
          onChange={(state) => filter({ state })}
        />
      </Filters>
      <Table
        caption={things(found.length, 'submission')}
        columns={columnsFor((submission) =>
          nextStep(submission, providesFor(session, submission.unit.id)),
        ).filter(({ key }) => key !== 'complete' || all.some(({ completeness }) => completeness))}
        rows={shown}
        rowKey={(submission) => submission.id}
        download="submissions"
        empty={
          filtered
            ? 'No submission fits these filters. Clear them to see all.'
            : 'No service of yours has been asked for a submission yet. They appear here when the performance team opens a round.'
        }
      />
      {shown.length < found.length ? (
        <Button secondary onClick={() => setMore(true)}>
          Show all {found.length}
        </Button>
      ) : null}
    </>
  );
}

function columnsFor(next: (submission: Submission) => string): Column<Submission>[] {
  return [
    {
      key: 'submission',
      head: 'Service and period',
      heads: true,
      cell: ({ id, unit, period_label, cycle }) => (
        <Link to="/submissions/$submissionId" params={{ submissionId: String(id) }}>
          {unit.name}, {cycle === 'annual' ? 'targets for ' : ''}
          {shortPeriod(period_label)}
        </Link>
      ),
      text: ({ unit, period_label, cycle }) =>
        `${unit.name}, ${cycle === 'annual' ? 'targets for ' : ''}${shortPeriod(period_label)}`,
    },
    {
      key: 'state',
      head: 'State',
      wide: true,
      cell: ({ state, editable }) => <StateTag state={state} strong={editable} />,
      text: ({ state }) => state,
    },
    { key: 'due', head: 'Due', cell: dueCell, text: ({ due_on }) => due_on },
    {
      key: 'complete',
      head: 'Complete',
      wide: true,
      cell: (submission) => completenessWords(submission) ?? '–',
      text: completenessWords,
    },
    { key: 'next', head: 'What to do next', cell: next, text: next },
  ];
}

function dueCell({ due_on, days_late }: Submission) {
  return (
    <>
      {shortDate(due_on).replace(' ', '\u00a0')}
      {days_late > 0 ? (
        <>
          <br />
          <strong>{`${things(days_late, 'day')} late`.replaceAll(' ', '\u00a0')}</strong>
        </>
      ) : null}
    </>
  );
}

function distinct(options: { value: string; label: string }[]) {
  return [...new Map(options.map((option) => [option.value, option])).values()];
}
