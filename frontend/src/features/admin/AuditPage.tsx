import { useQuery, useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useKnownAs } from '@/api/known-as';
import { longDate, moment } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Filters } from '@/ui/Filters';
import { LoadMore } from '@/ui/LoadMore';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { Busy } from '@/ui/Progress';
import { type Column, Table } from '@/ui/Table';
import { AuditFilterFields } from './AuditFilterFields';
import { type AuditEvent, detailWords } from './audit-words';
import { type AuditFilters, auditPages, verificationQuery } from './queries';

/** Everything that was done, by whom and when; and whether the log is as it was written. */
export function AuditPage() {
  const filters = useSearch({ from: '/staff/audit' });
  const navigate = useNavigate();
  const knownAs = useKnownAs();
  const pages = useSuspenseInfiniteQuery(auditPages(asked(filters)));
  const events = pages.data.pages.flatMap((page) => page.items);
  const filtered = Object.keys(filters).length > 0;
  const columns: Column<AuditEvent>[] = [
    { key: 'when', head: 'When', cell: (each) => moment(each.recorded_at), text: (each) => each.recorded_at },
    {
      key: 'who',
      head: 'Who',
      cell: (each) => knownAs(each.actor_id),
      text: (each) => knownAs(each.actor_id),
    },
    {
      key: 'what',
      head: 'What happened',
      heads: true,
      cell: (each) => each.sentence,
      text: (each) => each.sentence,
    },
    { key: 'detail', head: 'Details', wide: true, cell: detailWords, text: detailWords },
    // What the filter asks for.
    { key: 'event', head: 'Event', wide: true, cell: (each) => each.action, text: (each) => each.action },
  ];
  return (
    <>
      <PageTitle>Audit log</PageTitle>
      <Verification />
      <Filters label="Filter the log" onClear={filtered ? () => void navigate({ to: '/audit' }) : undefined}>
        <AuditFilterFields
          filters={filters}
          onChange={(chosen) =>
            void navigate({ to: '/audit', search: { ...filters, ...chosen } as AuditFilters, replace: true })
          }
        />
      </Filters>
      <Table
        caption="Events, the newest first"
        quiet
        columns={columns}
        rows={events}
        rowKey={(event) => `${event.journal}-${event.id}`}
        empty="Nothing in the log is like this. Clear the filters to see all."
        download="audit-log"
      />
      <LoadMore of={pages} />
    </>
  );
}

/** The filters as the service takes them; both days count. */
function asked({ person, event, subject_kind, subject_id, from, to }: AuditFilters) {
  return {
    ...(person ? { actor_id: person } : {}),
    ...(event ? { action: event } : {}),
    ...(subject_kind ? { kind: subject_kind } : {}),
    ...(subject_id ? { subject_id } : {}),
    ...(from ? { from_day: from } : {}),
    ...(to ? { to_day: to } : {}),
  };
}

function Verification() {
  const { data, isFetching, refetch, error } = useQuery({ ...verificationQuery(), enabled: false });
  return (
    <section aria-label="Verification">
      {isFetching ? <Busy>Reading every event again …</Busy> : null}
      {error ? <Notice kind="warning">{error.message}</Notice> : null}
      {data && !isFetching ? (
        <Notice
          kind={data.sound ? 'success' : 'warning'}
          title={data.sound ? 'The log is as it was written' : 'The log is not as it was written'}
        >
          <p>
            {data.events.toLocaleString('en-GB')} events read on {longDate(new Date().toISOString())}. The
            newest event’s digest is <code>{data.chain_hash}</code>: compare it with one noted elsewhere, for
            only that shows a log cut short.
          </p>
          {data.faults.length > 0 ? (
            <ul>
              {data.faults.map((fault) => (
                <li key={fault}>{fault}</li>
              ))}
            </ul>
          ) : null}
        </Notice>
      ) : null}
      <Button secondary busy={isFetching} onClick={() => void refetch()}>
        Verify the log
      </Button>
    </section>
  );
}
