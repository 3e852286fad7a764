import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { bodiesQuery } from '@/api/organisation';
import { RULES } from '@/features/indicators/words';
import { longDate } from '@/lib/dates';
import { numberWords } from '@/lib/format';
import { ratingWord } from '@/lib/status';
import { SummaryList } from '@/ui/SummaryList';
import { type Column, Table } from '@/ui/Table';
import type { ChainStage } from './chain';
import { StageChain } from './StageChain';
import { CYCLES, legendOf } from './words';

type Version = Schema<'FrameworkVersionRead'>;

/** One version of the framework: its chains, its calendar, how ratings are made, what they are called. */
export function VersionContent({ version }: { version: Version }) {
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  const names = new Map(bodies.map((body) => [body.id, body.name]));
  const { calendar, rating_scheme } = version;
  return (
    <>
      <SummaryList
        rows={[
          ['Holds from', longDate(version.effective_from)],
          ['Adopted', longDate(version.adopted_at)],
          ['Why', version.reason],
        ]}
      />
      {(['quarterly', 'annual'] as const).map((cycle) => {
        const stages = version.stages.filter((stage) => stage.cycle === cycle);
        return stages.length === 0 ? null : (
          <section key={cycle} aria-labelledby={cycle}>
            <h2 id={cycle}>{CYCLES[cycle].title}</h2>
            <StageChain stages={stages.map((stage) => chainStage(stage, names))} />
          </section>
        );
      })}
      <h2>Calendar</h2>
      <SummaryList
        rows={[
          ['Services submit', `${calendar.submission_days} working days after the quarter’s end`],
          ['Services propose targets', `${calendar.proposal_days} working days before the year begins`],
          ['Papers go out', `${calendar.papers_clear_days} clear working days before a meeting`],
          [
            'Commentary is needed for',
            calendar.commentary_for.map((rating) => ratingWord(rating).toLowerCase()).join(', ') ||
              'no figure',
          ],
          ['A figure off target needs an action', calendar.action_for_red ? 'Yes' : 'No'],
        ]}
      />
      <h2>How figures are rated</h2>
      <p>Where an indicator has no rule of its own.</p>
      <SummaryList
        rows={[
          ['Rule', RULES[rating_scheme.kind] ?? rating_scheme.kind],
          ...Object.entries(rating_scheme.parameters).map(([name, value]): [string, string] => [
            name.replaceAll('_', ' ').replace(/^./, (first) => first.toUpperCase()),
            numberWords(value, rating_scheme.kind === 'relative' ? '%' : '', 2).replace(/\.00\b/, ''),
          ]),
        ]}
      />
      <Table
        caption="What documents call it"
        columns={LEGEND}
        rows={version.legend}
        rowKey={(row) => `${row.of}-${row.key}`}
      />
    </>
  );
}

function chainStage(stage: Schema<'StageRead'>, names: Map<number, string>): ChainStage {
  return {
    ...stage,
    body: stage.body_id === null ? '' : (names.get(stage.body_id) ?? ''),
    days: stage.days_allowed,
  };
}

const LEGEND: Column<Version['legend'][number]>[] = [
  { key: 'of', head: 'Status', heads: true, cell: legendOf, text: legendOf },
  { key: 'word', head: 'In documents', cell: (row) => row.word, text: (row) => row.word },
  { key: 'meaning', head: 'Meaning', cell: (row) => row.meaning, text: (row) => row.meaning },
];
