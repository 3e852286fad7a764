import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { useShared } from './entering';
import { isException } from './exceptions';
import { entriesQuery } from './queries';
import { ReadActivities } from './ReadActivities';
import { ReadGrid } from './ReadGrid';

const NOT_READY = ['requested', 'draft'];

/** A submission to be judged: what needs a second look stands first, then everything else. */
export function ReadPart({ submission }: { submission: Schema<'SubmissionRead'> }) {
  const { data: entries } = useSuspenseQuery(entriesQuery(submission.id));
  const { queries } = useShared();
  const [first, rest] = useMemo(() => {
    const open = new Set(queries.filter((query) => query.answer === null).map((query) => query.entry_id));
    // What is still being entered has nothing to be judged yet.
    const exceptions = NOT_READY.includes(submission.state)
      ? []
      : entries.filter((entry) => isException(entry, open.has(entry.id)));
    return [exceptions, entries.filter((entry) => !exceptions.includes(entry))];
  }, [entries, queries, submission.state]);
  if (entries.length === 0) return <p>What the service enters is shown here once it has submitted.</p>;
  return (
    <>
      {first.length > 0 ? (
        <section aria-labelledby="first">
          <h2 id="first">Look at these first</h2>
          <p>
            {things(first.length, 'row')} off or near target, explained, without a figure, or asked about.
          </p>
          <Parts entries={first} caption="What needs a second look" />
        </section>
      ) : null}
      {rest.length > 0 ? (
        <section aria-labelledby="rest">
          <h2 id="rest">{first.length > 0 ? 'Everything else' : 'Figures and activities'}</h2>
          <Parts entries={rest} caption="Everything else" />
        </section>
      ) : null}
    </>
  );
}

function Parts({ entries, caption }: { entries: Schema<'EntryRead'>[]; caption: string }) {
  return (
    <>
      <ReadGrid entries={entries.filter((entry) => entry.indicator)} caption={caption} />
      <ReadActivities entries={entries.filter((entry) => entry.activity)} />
    </>
  );
}
