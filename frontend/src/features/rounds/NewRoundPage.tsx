import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { today } from '@/lib/dates';
import { shortPeriod } from '@/lib/periods';
import { Choices } from '@/ui/Choices';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { frameworkQuery, frameworkVersionsQuery, quartersQuery, roundsQuery } from './queries';

/** Plans the round of a quarter, where a framework says which stages it goes through. */
export function NewRoundPage() {
  const { data: versions } = useSuspenseQuery(frameworkVersionsQuery());
  if (versions.length > 0) return <PlanRound />;
  return (
    <>
      <PageTitle crumbs={[{ label: 'Rounds', to: '/rounds' }]}>Plan a round</PageTitle>
      <p>
        No framework is in force yet: it says which stages a round goes through and who decides. The
        performance team adopts one first; then rounds can be planned here.
      </p>
    </>
  );
}

/** What the round will ask is shown on its page before it is opened. */
function PlanRound() {
  const navigate = useNavigate();
  const mayManage = useMay('manage_round');
  const { data: rounds } = useSuspenseQuery(roundsQuery());
  const { data: framework } = useSuspenseQuery(frameworkQuery());
  const quarters = useQuarters();
  const [cycle, setCycle] = useState<'quarterly' | 'annual'>('quarterly');
  const annual = cycle === 'annual';
  const taken = new Set(
    rounds
      .filter((round) => round.cycle === cycle && round.state !== 'cancelled')
      .map((round) => round.period_code),
  );
  const free = (annual ? yearsOf(quarters) : quarters).filter((period) => !taken.has(period.code));
  const hasAnnual = framework.stages.some((stage) => stage.cycle === 'annual');
  const title = (
    <PageTitle crumbs={[{ label: 'Rounds', to: '/rounds' }]} title="Plan a round">
      Plan a round
    </PageTitle>
  );
  if (!mayManage) {
    return (
      <>
        {title}
        <p>The performance team plans and opens rounds. You find those that run under Rounds.</p>
      </>
    );
  }
  return (
    <>
      {title}
      <p>
        You plan the round first. Nobody is asked for anything until you open it: its page shows which
        services will be asked, and for what.
      </p>
      {annual && !hasAnnual ? (
        <Notice kind="warning">
          The framework in force, {framework.name}, has no stages for an annual round. Adopt a version of it
          that has them; the templates do.
        </Notice>
      ) : null}
      {free.length === 0 ? (
        <Notice>
          Each {annual ? 'year' : 'quarter of last year, this year and next year'} has a round already.
        </Notice>
      ) : (
        <Form
          submit="Plan the round"
          onCancel={() => void navigate({ to: '/rounds' })}
          onSubmit={(values) =>
            unwrap(
              api.POST('/api/v1/rounds', {
                body: { cycle, period: values.text('period'), due_on: values.optional('due_on') },
              }),
            )
          }
          onDone={(round) => navigate({ to: '/rounds/$roundId', params: { roundId: String(round.id) } })}
        >
          <Choices
            kind="radios"
            inline
            name="cycle"
            label="What it is for"
            choices={[
              { value: 'quarterly', label: 'A quarter: figures and activities' },
              { value: 'annual', label: 'A year: indicators and targets' },
            ]}
            defaultValue={cycle}
            onChange={(value) => setCycle(value === 'annual' ? 'annual' : 'quarterly')}
          />
          <Select
            key={cycle}
            name="period"
            label={annual ? 'Financial year' : 'Quarter'}
            options={free.map((period) => ({ value: period.code, label: period.label }))}
            defaultValue={
              annual
                ? free[0]?.code
                : likely(
                    quarters.filter((each) => free.includes(each)),
                    today(),
                  )
            }
          />
          <TextField
            name="due_on"
            label="Submissions due on"
            hint={
              annual
                ? `Left empty: ${framework.calendar.proposal_days} working days before the year begins, or soon where that has passed.`
                : `Left empty: ${framework.calendar.submission_days} working days after the quarter ends, as the framework says. Where that day has passed, give another: otherwise all services are late as soon as they are asked.`
            }
            type="date"
            optional
            narrow
          />
        </Form>
      )}
      {annual ? null : <Continued rounds={rounds} />}
    </>
  );
}

/** A quarter that has no report of its own is put off from its own round's page, not from here: say so. */
function Continued({ rounds }: { rounds: Schema<'RoundRead'>[] }) {
  const open = rounds.filter((round) => round.allowed_actions.includes('defer'));
  return (
    <>
      <h2>If an earlier quarter has no report of its own</h2>
      <p>
        Plan the later quarter here. Then open the page of the earlier round and choose “Put off to a later
        quarter” or “Merge with a later quarter”: its figures are asked for in the later round.
        {open.length > 0
          ? ` That is possible now for ${open.map((round) => shortPeriod(round.period_label)).join(' and ')}.`
          : ''}
      </p>
    </>
  );
}

type Quarter = Schema<'PeriodRead'>;

/** The quarters of last year, this year and next year, the newest first. */
function useQuarters(): Quarter[] {
  const { data: now } = useSuspenseQuery(quartersQuery());
  const before = useSuspenseQuery(quartersQuery(yearOf(now.items[0]?.previous))).data;
  const after = useSuspenseQuery(quartersQuery(yearOf(now.items.at(-1)?.next))).data;
  const all = [...before.items, ...now.items, ...after.items];
  return [...new Map(all.map((quarter) => [quarter.code, quarter])).values()].reverse();
}

interface Offered {
  code: string;
  label: string;
}

/** The years of these quarters, the newest first. */
function yearsOf(quarters: Quarter[]): Offered[] {
  const codes = [...new Set(quarters.flatMap((quarter) => yearOf(quarter.code) ?? []))];
  return codes.map((code) => ({ code, label: code.replace('-', '/') }));
}

/** "2025-26-Q4" → "2025-26". */
function yearOf(code: string | null | undefined): string | undefined {
  return code?.replace(/-Q\d$/, '');
}

/** The newest quarter that has ended, among those without a round. */
export function likely(quarters: Pick<Quarter, 'code' | 'end_on'>[], day: string): string | undefined {
  return (quarters.find((quarter) => quarter.end_on < day) ?? quarters.at(-1))?.code;
}
