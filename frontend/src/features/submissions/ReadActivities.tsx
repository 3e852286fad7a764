import { useState } from 'react';
import { ActivityStatusTag } from '@/ui/StatusTag';
import { SummaryList } from '@/ui/SummaryList';
import { ActivityHead } from './ActivityPart';
import styles from './ActivityPart.module.css';
import fields from './EntryFields.module.css';
import { useShared } from './entering';
import { Warnings } from './ReadGrid';
import { type Panel, RowPanels, RowTools } from './RowTools';
import { type Entry, nameOf } from './typed';

/** Activities as their service judged them. */
export function ReadActivities({ entries }: { entries: Entry[] }) {
  return entries.map((entry) => <ReadActivity key={entry.id} entry={entry} />);
}

function ReadActivity({ entry }: { entry: Entry }) {
  const { queries } = useShared();
  const asked = queries.filter((query) => query.entry_id === entry.id);
  const [shown, setShown] = useState<Panel>(asked.length > 0 ? 'queries' : null);
  return (
    <article className={styles.activity} aria-label={nameOf(entry)}>
      <ActivityHead entry={entry} />
      <SummaryList
        rows={[
          ['Now', entry.status ? <ActivityStatusTag key="now" status={entry.status} /> : 'Not entered yet'],
          ['Complete', entry.percent_complete === null ? null : `${entry.percent_complete}%`],
          ['Done in the period', entry.update],
          ['Cause', entry.cause],
          ['Path to green', entry.path_to_green],
        ]}
      />
      <Warnings entry={entry} />
      <div className={fields.tools}>
        <RowTools entry={entry} queries={asked} shown={shown} onShow={setShown} />
      </div>
      <RowPanels entry={entry} queries={asked} shown={shown} />
    </article>
  );
}
