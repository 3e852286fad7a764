import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { longDate, moment } from '@/lib/dates';
import { things } from '@/lib/format';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag, StatusTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { type Column, Table } from '@/ui/Table';
import { FileActions } from './FileActions';
import { type ComparisonFile, fileQuery, linesQuery } from './queries';
import { SourceForm } from './SourceForm';
import { comesTo, KINDS, RESULTS } from './words';

/** A file of comparison data: where it is from, what each line does, and loading it. */
export function ComparisonFilePage() {
  const { comparisonFileId } = useParams({ from: '/staff/comparisons/files/$comparisonFileId' });
  const { data: file } = useSuspenseQuery(fileQuery(Number(comparisonFileId)));
  return (
    <>
      <PageTitle
        crumbs={[{ label: 'Comparison data', to: '/comparisons' }]}
        caption={`${KINDS[file.kind]} · uploaded on ${moment(file.created_at)}`}
        aside={<StateTag state={file.state === 'loaded' ? 'loaded' : 'not loaded yet'} />}
      >
        {file.title || file.filename}
      </PageTitle>
      {file.state === 'loaded' ? <Loaded file={file} /> : <Waiting file={file} />}
    </>
  );
}

function Loaded({ file }: { file: ComparisonFile }) {
  return (
    <>
      <p>
        Loaded on {file.loaded_at ? moment(file.loaded_at) : 'a day not kept'}: {comesTo(file.counts)}. It
        stays as the source of what it brought; a later file revises figures, and the earlier ones stay
        readable.
      </p>
      <SummaryList
        rows={[
          ['Publisher', file.publisher],
          ['Published on', file.published_on ? longDate(file.published_on) : null],
          ['Licence', file.licence],
          [
            'Address',
            file.link ? (
              <a key="link" href={file.link}>
                {file.link}
              </a>
            ) : null,
          ],
          ['How it counts', file.definition_note],
          ['File', file.filename],
        ]}
      />
    </>
  );
}

function Waiting({ file }: { file: ComparisonFile }) {
  return (
    <>
      <Verdict file={file} />
      <FileActions file={file} />
      {file.allowed_actions.includes('state_source') ? <SourceForm key={file.version} file={file} /> : null}
      <Lines file={file} />
    </>
  );
}

/** What it comes to, in a sentence, and what to do next. */
function Verdict({ file }: { file: ComparisonFile }) {
  const { fault, new: added, changed } = file.counts;
  if (fault > 0) {
    return (
      <Notice kind="warning" title={`${things(fault, 'line')} to mend before anything can be loaded`}>
        <p>Mend them in the file as the table below says, save it, and upload it again.</p>
      </Notice>
    );
  }
  if (added + changed === 0) {
    return (
      <Notice title="Nothing to load">
        <p>The file says what is on record already.</p>
      </Notice>
    );
  }
  const ready = file.allowed_actions.includes('load');
  return (
    <Notice kind={ready ? 'success' : 'information'} title={ready ? 'Ready to load' : 'Say where it is from'}>
      <p>
        Loading it means: {comesTo(file.counts)}.{' '}
        {ready ? 'Look at the lines first.' : 'Give the publisher, the title and the day it was published.'}
      </p>
    </Notice>
  );
}

function Lines({ file }: { file: ComparisonFile }) {
  const { data } = useSuspenseQuery(linesQuery(file.id));
  // What has to be mended is looked at first.
  const first = (line: Line) => (line.result === 'fault' ? 0 : 1);
  const rows = [...data.items].sort((one, other) => first(one) - first(other) || one.line - other.line);
  return (
    <>
      <h2>Line by line</h2>
      {rows.length > MOST ? (
        <p>
          The first {MOST} of {rows.length.toLocaleString('en-GB')} lines; the download has all of them.
        </p>
      ) : null}
      <Table
        caption="Lines of the file"
        quiet
        stacks
        columns={COLUMNS}
        rows={rows.slice(0, MOST)}
        rowKey={(line) => line.line}
        download="comparison-lines"
        downloadRows={rows}
      />
    </>
  );
}

const MOST = 200;
type Line = Schema<'ComparisonLineRead'>;
const faultWords = (line: Line) => line.faults.map((each) => `${each.column}: ${each.detail}`).join(' ');

const COLUMNS: Column<Line>[] = [
  { key: 'line', head: 'Line', numeric: true, text: (row) => row.line, cell: (row) => row.line },
  { key: 'key', head: 'About', heads: true, text: (row) => row.key, cell: (row) => row.key || '–' },
  { key: 'says', head: 'Says', text: (row) => row.says, cell: (row) => row.says || '–' },
  {
    key: 'result',
    head: 'What it does',
    text: (row) => RESULTS[row.result].word,
    cell: (row) => <StatusTag {...RESULTS[row.result]} />,
  },
  { key: 'mend', head: 'What to mend', text: faultWords, cell: (row) => faultWords(row) || '–' },
];
