import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { moment } from '@/lib/dates';
import { things } from '@/lib/format';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { Steps } from '@/ui/Steps';
import { ColumnsForm } from './ColumnsForm';
import { type Table, tableQuery } from './history-queries';
import { addsWords, columnWord } from './history-words';
import { IndicatorsStep } from './IndicatorsStep';
import { TableActions } from './TableActions';
import { TableRows } from './TableRows';

/** A printed table, step by step: its columns, its indicators, its rows, and loading it. */
export function TablePage() {
  const { uploadId } = useParams({ from: '/staff/set-up/history/$uploadId' });
  const { data: table } = useSuspenseQuery(tableQuery(Number(uploadId)));
  const loaded = table.state === 'loaded';
  return (
    <>
      <PageTitle
        crumbs={[{ label: 'Load your history', to: '/set-up/history' }]}
        caption={`Uploaded on ${moment(table.created_at)}`}
        aside={<StateTag state={loaded ? 'loaded' : 'being made ready'} />}
      >
        {table.filename}
      </PageTitle>
      <Where table={table} />
      {loaded ? (
        <Notice kind="success" title="Loaded">
          <p>
            Its figures are on record as printed and count as approved.
            {table.counts.indicators_new > 0 || table.indicators.some((each) => each.provisional)
              ? ' New indicators are provisional until somebody confirms them. '
              : ' '}
            <Link to="/indicators">Look at the indicators</Link>, load another table, or go on with the{' '}
            <Link to="/set-up">first steps</Link>.
          </p>
        </Notice>
      ) : (
        <ColumnsForm key={`columns-${table.version}`} table={table} />
      )}
      {table.missing.length === 0 ? (
        <>
          <IndicatorsStep table={table} />
          <TableRows table={table} />
          {loaded ? null : <Load table={table} />}
        </>
      ) : null}
      {loaded ? null : <TableActions table={table} />}
    </>
  );
}

function Where({ table }: { table: Table }) {
  const mapped = table.missing.length === 0;
  const open = table.indicators.filter((each) => each.provisional && !each.said).length;
  const said = mapped && open === 0;
  const read = mapped && table.counts.unread === 0;
  const state = (done: boolean, here: boolean) => (done ? 'done' : here ? 'here' : 'waiting');
  if (table.state === 'loaded') return null;
  return (
    <Steps
      label="Steps"
      steps={[
        { key: 'columns', name: 'Columns', state: state(mapped, true) },
        {
          key: 'indicators',
          name: 'Indicators',
          state: state(said, mapped),
          note: mapped && open > 0 ? `${open} to confirm` : undefined,
        },
        {
          key: 'rows',
          name: 'Rows',
          state: state(read, mapped),
          note: mapped && !read ? `${table.counts.unread} not read` : undefined,
        },
        { key: 'load', name: 'Load', state: state(false, read && said) },
      ]}
    />
  );
}

function Load({ table }: { table: Table }) {
  const { counts } = table;
  return (
    <>
      <h2>4. Load</h2>
      <p>
        {counts.unread > 0
          ? `First mend what cannot be read (${things(counts.unread, 'row')}), or leave it out and say why.`
          : `Loading adds ${addsWords(table)}.`}
        {counts.conflicts > 0
          ? ` ${counts.conflicts} printings contradict others and are not recorded: see the rows.`
          : ''}
      </p>
      {table.missing.map((column) => (
        <p key={column}>No column is read as {columnWord(column)}.</p>
      ))}
    </>
  );
}
