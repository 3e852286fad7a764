import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { moment } from '@/lib/dates';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { StateTag } from '@/ui/StatusTag';
import { LoadActions } from './LoadActions';
import { LoadRows } from './LoadRows';
import { type Load, loadQuery } from './queries';
import { SheetCounts } from './SheetCounts';
import { doesWords, rowWords } from './words';

/** What a set-up workbook would do, or did: sheet by sheet and row by row. */
export function LoadPage() {
  const { loadId } = useParams({ from: '/staff/set-up/workbook/$loadId' });
  const { data: load } = useSuspenseQuery(loadQuery(Number(loadId)));
  return (
    <>
      <PageTitle
        crumbs={[{ label: 'Set-up workbook', to: '/set-up/workbook' }]}
        caption={`Uploaded on ${moment(load.created_at)}`}
        aside={<StateTag state={load.state === 'loaded' ? 'loaded' : 'not loaded yet'} />}
      >
        {load.filename}
      </PageTitle>
      <Verdict load={load} />
      <NotRead load={load} />
      <LoadActions load={load} />
      <SheetCounts load={load} />
      <LoadRows load={load} />
    </>
  );
}

/** What it comes to, in a sentence, and what to do next. */
function Verdict({ load }: { load: Load }) {
  const { fault } = load.totals;
  if (load.state === 'loaded') {
    return (
      <Notice kind="success" title="Loaded">
        <p>
          {doesWords(load.totals)}, on {load.loaded_at ? moment(load.loaded_at) : 'a day not kept'}. Go on
          with the <Link to="/set-up">first steps</Link>.
        </p>
      </Notice>
    );
  }
  if (fault > 0) {
    return (
      <Notice kind="warning" title={`${rowWords(fault)} to mend before anything can be loaded`}>
        <p>Mend them in the workbook as the table below says, save it, and upload it again.</p>
      </Notice>
    );
  }
  const nothing = load.totals.create + load.totals.change === 0;
  return (
    <Notice kind={nothing ? 'information' : 'success'} title={nothing ? 'Nothing to load' : 'Ready to load'}>
      <p>
        {nothing
          ? 'The workbook says what is on record already.'
          : `Loading it means: ${doesWords(load.totals)}. Look at the rows first.`}
      </p>
    </Notice>
  );
}

/** What of the file is passed over, and why. */
function NotRead({ load }: { load: Load }) {
  if (load.left_sheets.length + load.unread_sheets.length + load.unread_columns.length === 0) return null;
  return (
    <Notice title="Not read">
      <ul className="govuk-list govuk-list--bullet">
        {load.left_sheets.length > 0 ? (
          <li>
            {load.left_sheets.join(', ')}: your roles do not load these. Somebody whose roles do uploads the
            same file.
          </li>
        ) : null}
        {load.unread_sheets.map((sheet) => (
          <li key={sheet}>The sheet “{sheet}”: no sheet of the template is called that.</li>
        ))}
        {load.unread_columns.map(({ sheet, columns }) => (
          <li key={sheet}>
            On the sheet {sheet}: {columns.map((column) => `“${column}”`).join(', ')}, which the template does
            not have.
          </li>
        ))}
      </ul>
    </Notice>
  );
}
