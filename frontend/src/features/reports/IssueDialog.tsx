import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { Problem } from '@/api/problems';
import { longDate, today } from '@/lib/dates';
import { things } from '@/lib/format';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { type ExemptPart, ExemptParts } from './ExemptParts';
import { editionName, meetingWords, surelyLate } from './edition-words';
import { bodiesQuery, frameworkVersionQuery, meetingsOfAllQuery } from './queries';

interface Props {
  edition: Schema<'EditionDetail'>;
  onClose: () => void;
  onDone: (issue: Schema<'IssueRead'>) => void;
}

/** Issues an edition to a body: for which meeting, under which number, without which parts, and why late. */
export function IssueDialog({ edition, onClose, onDone }: Props) {
  const { data: bodies } = useSuspenseQuery(bodiesQuery());
  const { data: meetings } = useSuspenseQuery(meetingsOfAllQuery());
  const { data: framework } = useSuspenseQuery(frameworkVersionQuery(edition.framework_version_id));
  const offered = offer(edition, bodies);
  const [bodyId, setBodyId] = useState(offered[0]?.id);
  const [meetingId, setMeetingId] = useState<number | null>(null);
  const [refusedLate, setRefusedLate] = useState(false);
  const [exempt, setExempt] = useState<ExemptPart[]>([]);
  const body = bodies.find((each) => each.id === bodyId);
  const ofBody = meetings.filter((each) => each.body_id === bodyId && each.held_on >= today()).reverse();
  const meeting = ofBody.find((each) => each.id === meetingId);
  const clearDays = framework.calendar.papers_clear_days;
  const late = refusedLate || surelyLate(meeting, today(), clearDays);

  async function send(values: FormValues) {
    const answer = api.POST('/api/v1/packs/{edition_id}/issues', {
      params: { path: { edition_id: edition.id } },
      body: {
        body_id: Number(bodyId),
        meeting_id: meetingId,
        report_number: values.text('report_number'),
        exempt,
        late_reason: values.text('late_reason'),
      },
    });
    try {
      return await unwrap(answer);
    } catch (error) {
      if (error instanceof Problem && error.code === 'late-reason-required') setRefusedLate(true);
      throw error;
    }
  }

  return (
    <Dialog title={`Issue ${editionName(edition).replace('Edition', 'edition')}?`} onClose={onClose}>
      <Form
        submit={body ? `Issue to ${body.name}` : 'Issue'}
        onCancel={onClose}
        onSubmit={send}
        onDone={onDone}
      >
        <Select
          name="body_id"
          label="Body"
          options={offered.map((each) => ({ value: String(each.id), label: each.name }))}
          value={String(bodyId)}
          onChange={(event) => {
            setBodyId(Number(event.currentTarget.value));
            setMeetingId(null);
            setRefusedLate(false);
          }}
        />
        <Select
          name="meeting_id"
          label="Meeting"
          optional
          hint="The body’s meetings from today on. Another one is added under Meetings."
          empty="Not for a meeting"
          options={ofBody.map((each) => ({
            value: String(each.id),
            label: `${meetingWords(each)}${each.public ? '' : ' (not public)'}`,
          }))}
          value={meetingId === null ? '' : String(meetingId)}
          onChange={(event) => {
            setMeetingId(Number(event.currentTarget.value) || null);
            setRefusedLate(false);
          }}
        />
        <TextField
          name="report_number"
          label="Report number"
          optional={!body?.of_members}
          hint={body?.of_members ? 'Members’ papers carry one, for example ACE2304.' : undefined}
          narrow
        />
        <ClearDays meeting={meeting} days={clearDays} late={late} />
        {late ? (
          <TextArea
            name="late_reason"
            rows={3}
            label="Why the papers are late"
            hint="Kept with the issue and read by everyone who sees the edition."
          />
        ) : null}
        <ExemptParts edition={edition} parts={exempt} onChange={setExempt} />
        <What body={body} edition={edition} exempt={exempt.length} />
      </Form>
    </Dialog>
  );
}

/** Bodies that wait for their papers first, then those that have not had this edition. */
function offer(edition: Schema<'EditionDetail'>, bodies: Schema<'BodyRead'>[]): Schema<'BodyRead'>[] {
  const had = new Set(edition.issues.map((issue) => issue.body_id));
  const waiting = new Set(edition.awaiting.filter((each) => each.needs_issue).map((each) => each.body_id));
  const left = bodies.filter(
    (body) => !had.has(body.id) && (body.valid_to === null || body.valid_to >= today()),
  );
  return [...left.filter((body) => waiting.has(body.id)), ...left.filter((body) => !waiting.has(body.id))];
}

interface ClearDaysProps {
  meeting: Schema<'MeetingRead'> | undefined;
  days: number;
  late: boolean;
}

function ClearDays({ meeting, days, late }: ClearDaysProps) {
  if (!meeting?.public) return null;
  const rule = `The law gives the public ${days} clear working days to read papers before a public meeting. The day they go out and the day of the meeting do not count, nor do weekends and bank holidays.`;
  return late ? (
    <Notice kind="warning" title="These papers are late">
      {rule} Less than that is left before {longDate(meeting.held_on)}: say why.
    </Notice>
  ) : (
    <p>{rule} The papers become public then.</p>
  );
}

interface WhatProps {
  body: Schema<'BodyRead'> | undefined;
  edition: Schema<'EditionDetail'>;
  exempt: number;
}

function What({ body, edition, exempt }: WhatProps) {
  if (!body) return null;
  const figures = things(edition.content.figures.length, 'figure');
  return (
    <>
      <h3>What happens</h3>
      <ul className="govuk-list govuk-list--bullet">
        <li>{body.name} can read this edition at once, all of it.</li>
        {body.of_members ? (
          <li>
            Its {figures} {edition.content.figures.length === 1 ? 'is' : 'are'} locked: from then on a figure
            changes by a restatement alone.
          </li>
        ) : null}
        {exempt > 0 ? <li>{things(exempt, 'part')} marked exempt will never be public.</li> : null}
      </ul>
    </>
  );
}
