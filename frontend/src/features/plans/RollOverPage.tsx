import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { useSend } from '@/api/use-send';
import { moment, today } from '@/lib/dates';
import { things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { FilterChoice, Filters } from '@/ui/Filters';
import { NotAllowed } from '@/ui/NotAllowed';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { ProblemSummary } from '@/ui/ProblemSummary';
import { rollOverQuery } from './queries';
import { RollOverDialog } from './RollOverDialog';
import { RollOverNotes } from './RollOverNotes';
import { RollOverRows } from './RollOverRows';
import { reportedYear, yearCode } from './words';

type Read = Schema<'RollOverRead'>;
const CRUMBS = [{ label: 'Plans', to: '/plans' }];

/** From a year into the next, in one reviewed step. */
export function RollOverPage() {
  const { year } = useSearch({ from: '/staff/roll-over' });
  if (!useMay('manage_round')) return <NotAllowed title="Roll over into a new year" crumbs={CRUMBS} />;
  return <Year key={year ?? ''} year={year ?? nextYear()} />;
}

function Year({ year }: { year: string }) {
  const navigate = useNavigate({ from: '/roll-over' });
  const { data: read } = useSuspenseQuery(rollOverQuery(year));
  const [taken, setTaken] = useState(
    () => new Set(read.rows.filter((row) => row.suggested).map((row) => row.key)),
  );
  const [tried, setTried] = useState<Read | null>(null);
  const taking = [...taken].filter((key) =>
    read.rows.some((row) => row.key === key && row.result === 'leave'),
  );
  const { run, busy, problem } = useSend(
    () =>
      unwrap(
        api.POST('/api/v1/roll-overs', {
          params: { query: { dry_run: true } },
          body: { year, take: taking },
        }),
      ),
    setTried,
  );
  const first = Number(nextYear().slice(0, 4));
  return (
    <>
      <PageTitle crumbs={CRUMBS}>
        From {read.from_label} into {read.label}
      </PageTitle>
      <Filters label="Choose the year">
        <FilterChoice
          label="Into the year"
          all={read.label}
          value={undefined}
          options={[first - 1, first, first + 1]
            .map(yearCode)
            .filter((each) => each !== read.year)
            .map((value) => ({ value, label: value.replace('-', '/') }))}
          onChange={(value) => void navigate({ search: { year: value }, replace: true })}
        />
      </Filters>
      {read.done.map((each) => (
        <Notice key={each.id} kind="success">
          <p>
            {things(each.made, 'thing')} taken into {read.label} on {moment(each.done_at)}. What is there
            already is not made again.
          </p>
        </Notice>
      ))}
      {problem ? <ProblemSummary problem={problem} /> : null}
      <RollOverRows
        read={read}
        taken={taken}
        onTake={(keys, on) => {
          const next = new Set(taken);
          for (const key of keys) on ? next.add(key) : next.delete(key);
          setTaken(next);
        }}
      />
      <div className="govuk-button-group">
        <Button busy={busy} onClick={() => void run()}>
          Look at what would be made
        </Button>
      </div>
      <RollOverNotes read={read} />
      {tried ? <RollOverDialog tried={tried} take={taking} onClose={() => setTried(null)} /> : null}
    </>
  );
}

/** The year after the one that is reported on: in spring the one that has begun, for rolling over often comes late. */
function nextYear(): string {
  return yearCode(Number(reportedYear(today()).slice(0, 4)) + 1);
}
