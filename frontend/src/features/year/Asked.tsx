import { useState } from 'react';
import { useShared } from '@/features/submissions/entering';
import { QueriesPanel } from '@/features/submissions/QueriesPanel';
import { things } from '@/lib/format';
import { LinkButton } from '@/ui/LinkButton';

/** What was asked about a proposal and answered, and for a reviewer the way to ask. */
export function Asked({ id, name }: { id: number; name: string }) {
  const { submissionId, queries, mayAsk } = useShared();
  const own = queries.filter((query) => query.entry_id === id);
  const [said, setSaid] = useState<boolean | null>(null);
  // What waits for an answer is open, and stays so when it has been answered, until somebody folds it.
  if (said === null && own.some((query) => query.answer === null)) setSaid(true);
  const open = said ?? false;
  if (!mayAsk && own.length === 0) return null;
  const words = own.length > 0 ? things(own.length, 'query', 'queries') : 'Ask about it';
  return (
    <>
      <LinkButton onClick={() => setSaid(!open)} aria-expanded={open}>
        {words}
        <span className="govuk-visually-hidden"> ({name})</span>
      </LinkButton>
      {open ? (
        <QueriesPanel submissionId={submissionId} entryId={id} of={name} queries={own} mayAsk={mayAsk} />
      ) : null}
    </>
  );
}
