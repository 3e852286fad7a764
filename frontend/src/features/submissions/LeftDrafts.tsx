import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { DraftShelf } from './drafts';
import { entriesQuery } from './queries';
import { changesOf, nameOf, typedOf, valueText } from './typed';

/** What this person typed and the service never took, where it cannot be typed any more: told, not thrown away. */
export function LeftDrafts({ submissionId, personId }: { submissionId: number; personId: number }) {
  const { data: entries } = useSuspenseQuery(entriesQuery(submissionId));
  const [drafts, setDrafts] = useState(() => new DraftShelf(personId, submissionId).read());
  const left = entries.flatMap((entry) => {
    const draft = drafts.get(entry.id);
    if (!draft) return [];
    const typed = { ...typedOf(entry), ...draft.typed };
    const { body, faults } = changesOf(entry, typed);
    if (Object.keys({ ...body, ...faults }).length === 0) return [];
    const said = [valueText(entry, typed), typed.commentary, typed.update, typed.cause, typed.path_to_green];
    return [{ id: entry.id, words: `${nameOf(entry)}: ${said.filter(Boolean).join(' · ')}` }];
  });
  if (left.length === 0) return null;
  return (
    <Notice kind="warning" title="Not saved: what you typed before this could not be changed any more">
      <ul className="govuk-list govuk-list--bullet">
        {left.map(({ id, words }) => (
          <li key={id}>{words}</li>
        ))}
      </ul>
      <p>
        If it matters, ask for the submission to be returned to you. It is kept in this browser until then.
      </p>
      <Button
        secondary
        onClick={() => {
          new DraftShelf(personId, submissionId).clear();
          setDrafts(new Map());
        }}
      >
        Discard it
      </Button>
    </Notice>
  );
}
