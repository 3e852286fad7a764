import { useState } from 'react';
import type { Schema } from '@/api/client';
import { shortPeriod } from '@/lib/periods';
import { Button } from '@/ui/Button';
import { LinkButton } from '@/ui/LinkButton';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';

export type ExemptPart = Schema<'ExemptFigure'> | Schema<'ExemptActivity'>;

interface Props {
  edition: Schema<'EditionDetail'>;
  parts: ExemptPart[];
  onChange: (parts: ExemptPart[]) => void;
}

/** Figures and activities that the public does not read, each with the reason in law. */
export function ExemptParts({ edition, parts, onChange }: Props) {
  const [chosen, setChosen] = useState('');
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const named = partsOf(edition);
  const left = [...named].filter(([key]) => !parts.some((part) => keyOf(part) === key));
  function add() {
    const part = named.get(chosen);
    if (!part || !reason.trim()) return setMissing(true);
    setMissing(false);
    onChange([...parts, { ...part.part, reason: reason.trim() }]);
    setChosen('');
  }
  return (
    <details className="govuk-details" open={parts.length > 0}>
      <summary className="govuk-details__summary">
        <span className="govuk-details__summary-text">
          Parts exempt from publication{parts.length > 0 ? ` (${parts.length})` : ''}
        </span>
      </summary>
      <div className="govuk-details__text">
        {parts.length > 0 ? (
          <ul className="govuk-list">
            {parts.map((part) => (
              <li key={keyOf(part)}>
                {named.get(keyOf(part))?.label}: {part.reason}{' '}
                <LinkButton onClick={() => onChange(parts.filter((each) => each !== part))}>
                  Take away<span className="govuk-visually-hidden"> {named.get(keyOf(part))?.label}</span>
                </LinkButton>
              </li>
            ))}
          </ul>
        ) : null}
        <Select
          name="exempt"
          label="Figure or activity"
          empty="Choose one"
          options={left.map(([value, { label }]) => ({ value, label }))}
          value={chosen}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <TextField
          name="exempt_reason"
          label="Reason in law"
          hint="For example: Schedule 12A, paragraph 3, financial affairs of a particular person."
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            // Enter adds the part; it must not issue the edition.
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        {missing ? (
          <p className="govuk-error-message" role="alert">
            Choose a figure or activity and give the reason.
          </p>
        ) : null}
        <Button secondary onClick={add}>
          Mark as exempt
        </Button>
      </div>
    </details>
  );
}

function keyOf(part: ExemptPart): string {
  return part.kind === 'figure' ? `${part.series_id} ${part.period}` : `activity ${part.activity_id}`;
}

/** What can be marked, by its key, with what it is called. */
function partsOf({ content }: Props['edition']): Map<string, { label: string; part: ExemptPart }> {
  const found = new Map<string, { label: string; part: ExemptPart }>();
  for (const each of [...content.figures, ...content.missing]) {
    const part = { kind: 'figure', series_id: each.series_id, period: each.period_code, reason: '' } as const;
    found.set(keyOf(part), { label: `${each.ref} ${each.name}, ${shortPeriod(each.period_label)}`, part });
  }
  for (const each of content.activities) {
    const part = { kind: 'activity', activity_id: each.activity_id, reason: '' } as const;
    found.set(keyOf(part), { label: `${each.ref} ${each.title}`, part });
  }
  return found;
}
