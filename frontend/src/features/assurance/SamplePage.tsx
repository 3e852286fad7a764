import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { moment } from '@/lib/dates';
import { PageTitle } from '@/ui/PageTitle';
import { SummaryList } from '@/ui/SummaryList';
import { type Column, Table } from '@/ui/Table';
import { sampleQuery } from './queries';
import { drawnFrom } from './sample-words';

type Drawn = Schema<'DrawnIndicator'>;

/** One sample: how it was drawn, what came out, and its archive. */
export function SamplePage() {
  const { sampleId } = useParams({ from: '/staff/assurance/samples/$sampleId' });
  const { data: sample } = useSuspenseQuery(sampleQuery(Number(sampleId)));
  const knownAs = useKnownAs();
  return (
    <>
      <PageTitle
        caption={`Drawn ${moment(sample.drawn_at)} by ${knownAs(sample.drawn_by)}`}
        crumbs={[{ label: 'Audit samples', to: '/assurance/samples' }]}
        aside={
          <a
            className="govuk-button"
            href={`/api/v1/assurance-samples/${sample.id}/archive.zip`}
            download={`sample-${sample.number}-${sample.period}.zip`}
          >
            Download the archive (ZIP)
          </a>
        }
      >
        Sample {sample.number}
      </PageTitle>
      <SummaryList
        rows={[
          ['Drawn from', drawnFrom(sample)],
          ['Drawn', `${sample.drawn.length} of ${sample.population} indicators with figures there`],
          ['Seed', <code key="seed">{sample.seed}</code>],
          ['What for', sample.purpose],
        ]}
      />
      <Table
        caption="What was drawn, in the order of the draw"
        columns={columnsFor(sample.period)}
        rows={sample.drawn}
        rowKey={(each) => each.position}
        download={`sample-${sample.number}`}
      />
      <h2>What is in the archive</h2>
      <p>
        Each indicator’s definition, rules, figures with numerators and denominators, revisions, checks,
        approvals and evidence files, as the record stood when the sample was drawn; a workpaper for Excel
        with columns for what you find; and a script that computes every figure and rating again with nothing
        but Python. Its README says how to use it. Downloaded again later, it holds the same.
      </p>
      <h2>How the draw can be done again</h2>
      <p>
        The rank of an indicator is the SHA-256 of the seed, a line feed and its ref. Those with the lowest
        ranks are drawn
        {sample.by_unit ? ', of each unit as many as its share of the list (largest remainders)' : ''}. The
        whole list is in the archive, and its script draws again.
      </p>
    </>
  );
}

function columnsFor(period: string): Column<Drawn>[] {
  return [
    { key: 'no', head: 'No.', text: (each) => each.position, cell: (each) => each.position },
    {
      key: 'indicator',
      head: 'Indicator',
      heads: true,
      text: (each) => `${each.ref} ${each.name}`,
      cell: (each) => (
        <Link
          to="/indicators/$indicatorId/trail"
          params={{ indicatorId: String(each.indicator_id) }}
          search={{ period }}
        >
          {each.ref} {each.name}
        </Link>
      ),
    },
    { key: 'unit', head: 'Service', text: (each) => each.unit_name, cell: (each) => each.unit_name },
    { key: 'rank', head: 'Rank (SHA-256)', downloadOnly: true, text: (each) => each.rank, cell: () => null },
  ];
}
