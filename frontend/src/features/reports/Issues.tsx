import { usePrefetchQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { longDate, moment } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { type Column, Table } from '@/ui/Table';
import { outcomeWords } from './edition-words';
import { IssueDialog } from './IssueDialog';
import { frameworkVersionQuery, meetingsOfAllQuery } from './queries';

type Issue = Schema<'IssueRead'>;

/** Which bodies have been given the edition, and the way to give it to the next. */
export function Issues({ edition }: { edition: Schema<'EditionDetail'> }) {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Issue | null>(null);
  const { data: meetings } = useSuspenseQuery(meetingsOfAllQuery());
  // Read beforehand, so that the dialog opens at once.
  usePrefetchQuery(frameworkVersionQuery(edition.framework_version_id));
  const late = edition.issues.filter((issue) => issue.late_reason);
  return (
    <>
      <h2 id="issued">Issued to</h2>
      {done ? <Notice kind="success">{issuedSentence(done)}</Notice> : null}
      <Table
        caption="Bodies that have this edition"
        quiet
        columns={issueColumns(meetings)}
        rows={edition.issues}
        rowKey={(issue) => issue.id}
        empty="Nobody has been given this edition yet."
        download={`edition-${edition.id}-issues`}
      />
      {late.map((issue) => (
        <p key={issue.id}>
          The papers for {issue.body_name} went out late: {issue.late_reason}
        </p>
      ))}
      {edition.allowed_actions.includes('issue') ? (
        <Button onClick={() => setOpen(true)}>Issue to a body</Button>
      ) : null}
      {open ? (
        <IssueDialog
          edition={edition}
          onClose={() => setOpen(false)}
          onDone={(issue) => {
            setDone(issue);
            setOpen(false);
          }}
        />
      ) : null}
    </>
  );
}

function issuedSentence(issue: Issue): string {
  const open = issue.public_from ? ` Its papers are public from ${longDate(issue.public_from)}.` : '';
  return `Issued to ${issue.body_name}.${open}`;
}

function issueColumns(meetings: Schema<'MeetingRead'>[]): Column<Issue>[] {
  const meetingOf = (issue: Issue) => meetings.find((each) => each.id === issue.meeting_id);
  const met = (issue: Issue) => {
    const meeting = meetingOf(issue);
    return meeting ? longDate(meeting.held_on) : '';
  };
  return [
    {
      key: 'Body',
      head: 'Body',
      heads: true,
      cell: (issue) => issue.body_name,
      text: (issue) => issue.body_name,
    },
    {
      key: 'Report',
      head: 'Report',
      cell: (issue) => issue.report_number,
      text: (issue) => issue.report_number,
    },
    {
      key: 'Issued',
      head: 'Issued',
      wide: true,
      cell: (issue) => moment(issue.issued_at),
      text: (issue) => issue.issued_at,
    },
    { key: 'Meeting', head: 'Meeting', wide: true, cell: met, text: met },
    {
      key: 'Public from',
      head: 'Public from',
      cell: (issue) => (issue.public_from ? longDate(issue.public_from) : 'Not public'),
      text: (issue) => issue.public_from,
    },
    {
      key: 'Exempt parts',
      head: 'Exempt parts',
      numeric: true,
      wide: true,
      cell: (issue) => issue.exempt_parts,
      text: (issue) => issue.exempt_parts,
    },
    { key: 'Outcome', head: 'Outcome', cell: outcomeWords, text: outcomeWords },
  ];
}
