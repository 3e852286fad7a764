import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { useKnownAs } from '@/api/known-as';
import { useMay } from '@/api/session';
import { moment } from '@/lib/dates';
import { LoadMore } from '@/ui/LoadMore';
import { PageTitle } from '@/ui/PageTitle';
import { type Column, Table } from '@/ui/Table';
import { AssuranceNav } from './AssuranceNav';
import { samplesPages } from './queries';
import { drawnFrom } from './sample-words';

type Sample = Schema<'SampleRead'>;

/** Every sample that was drawn for internal audit, with the seed that draws it again. */
export function SamplesPage() {
  const mayDraw = useMay('draw_sample');
  if (!mayDraw) {
    return (
      <>
        <PageTitle>Audit samples</PageTitle>
        <p>
          Internal audit and the performance team draw samples of indicators here, to re-perform their
          figures.
        </p>
      </>
    );
  }
  return <Samples />;
}

function Samples() {
  const pages = useSuspenseInfiniteQuery(samplesPages());
  const knownAs = useKnownAs();
  const columns: Column<Sample>[] = [
    {
      key: 'sample',
      head: 'Sample',
      heads: true,
      text: (row) => row.number,
      cell: (row) => (
        <Link to="/assurance/samples/$sampleId" params={{ sampleId: String(row.id) }}>
          Sample {row.number}
        </Link>
      ),
    },
    { key: 'from', head: 'Drawn from', text: drawnFrom, cell: drawnFrom },
    {
      key: 'drawn',
      head: 'Drawn',
      text: (row) => row.drawn.map((each) => each.ref).join(', '),
      cell: (row) =>
        `${row.drawn.length} of ${row.population}: ${row.drawn.map((each) => each.ref).join(', ')}`,
    },
    {
      key: 'seed',
      head: 'Seed',
      wide: true,
      text: (row) => row.seed,
      cell: (row) => <code>{row.seed}</code>,
    },
    {
      key: 'by',
      head: 'By',
      wide: true,
      text: (row) => knownAs(row.drawn_by),
      cell: (row) => knownAs(row.drawn_by),
    },
    { key: 'at', head: 'When', text: (row) => row.drawn_at, cell: (row) => moment(row.drawn_at) },
  ];
  return (
    <>
      <AssuranceNav />
      <PageTitle
        aside={
          <Link to="/assurance/samples/new" className="govuk-button">
            Draw a sample
          </Link>
        }
      >
        Audit samples
      </PageTitle>
      <p>
        A sample is drawn by a seed, so nobody can say that its indicators were picked. Each comes as one
        archive with all that it takes to re-perform its figures.
      </p>
      <Table
        caption="Samples, the newest first"
        quiet
        stacks
        columns={columns}
        rows={pages.data.pages.flatMap((page) => page.items)}
        rowKey={(row) => row.id}
        empty="No sample has been drawn yet. Draw one to re-perform some of a quarter’s figures."
        download="audit-samples"
      />
      <LoadMore of={pages} />
    </>
  );
}
