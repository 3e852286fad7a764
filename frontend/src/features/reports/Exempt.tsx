import { useState } from 'react';
import { api, type Schema, unwrap } from '@/api/client';
import { useMay } from '@/api/session';
import { periodOfCode } from '@/lib/periods';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { LinkButton } from '@/ui/LinkButton';
import { Notice } from '@/ui/Notice';
import { type Column, Table } from '@/ui/Table';
import { TextArea } from '@/ui/TextArea';

type Part = Schema<'ExemptRead'>;

/** What of the edition the public never reads and why; whoever may issue it may lift that. */
export function Exempt({ edition }: { edition: Schema<'EditionDetail'> }) {
  const mayLift = useMay('issue_edition');
  const [lifting, setLifting] = useState<Part | null>(null);
  const [done, setDone] = useState('');
  if (edition.exempt.length === 0 && !done) return null;
  const nameOf = (part: Part) => partName(edition.content, part);
  const columns: Column<Part>[] = [
    { key: 'Part', head: 'Part', heads: true, cell: nameOf, text: nameOf },
    { key: 'Reason', head: 'Reason', cell: (part) => part.reason, text: (part) => part.reason },
  ];
  if (mayLift) {
    columns.push({
      key: 'lift',
      head: <span className="govuk-visually-hidden">Lift the exemption</span>,
      cell: (part) => (
        <LinkButton onClick={() => setLifting(part)}>
          Lift<span className="govuk-visually-hidden"> the exemption of {nameOf(part)}</span>
        </LinkButton>
      ),
    });
  }
  return (
    <>
      <h2>Exempt from publication</h2>
      {done ? <Notice kind="success">{done} is exempt no more.</Notice> : null}
      <Table
        caption="Parts exempt from publication"
        quiet
        columns={columns}
        rows={edition.exempt}
        rowKey={(part) => `${part.series_id} ${part.period_code} ${part.activity_id}`}
        empty="Nothing in this edition is exempt any more."
        download={`edition-${edition.id}-exempt`}
      />
      {lifting ? (
        <Dialog title="Lift this exemption?" onClose={() => setLifting(null)}>
          <p>
            <b>{nameOf(lifting)}</b> can be read by everyone from now on, in every edition that holds it and
            whose papers are public. What is sealed stays as it is.
          </p>
          <Form
            submit="Lift the exemption"
            warning
            onCancel={() => setLifting(null)}
            onSubmit={(values) =>
              unwrap(
                api.POST('/api/v1/packs/{edition_id}/lifted-exemptions', {
                  params: { path: { edition_id: edition.id } },
                  body: {
                    ...(lifting.kind === 'figure'
                      ? { series_id: lifting.series_id, period: lifting.period_code }
                      : { activity_id: lifting.activity_id }),
                    reason: values.text('reason'),
                  },
                }),
              )
            }
            onDone={() => {
              setDone(nameOf(lifting));
              setLifting(null);
            }}
          >
            <TextArea name="reason" label="Why it is exempt no more" rows={3} />
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}

/** An exempt part as the edition names it; one of an earlier period by what stands for its series now. */
function partName(content: Schema<'EditionContent'>, part: Part): string {
  if (part.kind === 'activity') {
    const activity = content.activities.find((each) => each.activity_id === part.activity_id);
    return activity ? `${activity.ref} ${activity.title}` : `Activity ${part.activity_id}`;
  }
  const figure = [...content.figures, ...content.missing].find((each) => each.series_id === part.series_id);
  const period = part.period_code ? periodOfCode(part.period_code) : '';
  return figure ? `${figure.ref} ${figure.name}, ${period}` : `Series ${part.series_id}, ${period}`;
}
