import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, useState } from 'react';
import { longDate } from '@/lib/dates';
import { ACTIVITY_STATUSES } from '@/lib/status';
import { ActivityStatusTag, StatusShape } from '@/ui/StatusTag';
import styles from './ActivityPart.module.css';
import { ClashPanel } from './ClashPanel';
import { Words } from './Commentary';
import { cellFault } from './cell-faults';
import fields from './EntryFields.module.css';
import { useEntering, useRow, useShared } from './entering';
import { activityQuery } from './queries';
import { type Panel, RowPanels, RowTools } from './RowTools';
import type { Row } from './rows';
import { RefusedWords, SavedWords } from './SavedWords';
import { cellId, type Entry, nameOf } from './typed';

const OFF_COURSE = ['in_question', 'unable'];

/** The activities of a submission: where each stands in its service's judgement, and why. */
export const ActivityPart = memo(function ActivityPart({ entries }: { entries: Entry[] }) {
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="activities">
      <h2 id="activities">Activities</h2>
      {entries.map((entry) => (
        <ActivityRow key={entry.id} id={entry.id} />
      ))}
    </section>
  );
});

const ActivityRow = memo(function ActivityRow({ id }: { id: number }) {
  const { queries } = useShared();
  const row = useRow(id);
  const { entry, typed } = row;
  const asked = queries.filter((query) => query.entry_id === id);
  const [shown, setShown] = useState<Panel>(asked.some((query) => query.answer === null) ? 'queries' : null);
  const name = nameOf(entry);
  const offCourse = OFF_COURSE.includes(typed.status) || typed.cause !== '' || typed.path_to_green !== '';
  return (
    <article className={styles.activity} aria-label={name}>
      <div className={styles.head}>
        <ActivityHead entry={entry} />
        <span className={styles.saved}>
          <SavedWords row={row} />
        </span>
      </div>
      <div className={styles.judged}>
        <StatusField row={row} />
        <PercentField row={row} />
      </div>
      <Words row={row} field="update" label={name} visible="What was done in the period" />
      {offCourse ? (
        <>
          <Words row={row} field="cause" label={name} visible="What caused it" />
          <Words
            row={row}
            field="path_to_green"
            label={name}
            visible="How it gets back on course, or what follows if it cannot"
          />
        </>
      ) : null}
      <div className={fields.tools}>
        <RowTools entry={entry} queries={asked} shown={shown} onShow={setShown} />
      </div>
      <RefusedWords row={row} />
      <ClashPanel row={row} />
      <RowPanels entry={entry} queries={asked} shown={shown} />
    </article>
  );
});

/** What an activity is, what was last said of it, its milestones, and what the dates hint at. */
export function ActivityHead({ entry }: { entry: Entry }) {
  const { activity } = entry;
  const { data } = useQuery({ ...activityQuery(activity?.id ?? 0), enabled: activity !== null });
  if (!activity) return null;
  return (
    <div>
      <h3>
        <Link to="/activities/$activityId" params={{ activityId: String(activity.id) }}>
          <span className={fields.ref}>{activity.ref}</span> {activity.title}
        </Link>
      </h3>
      <p className={styles.before}>
        Last reported: <ActivityStatusTag status={activity.status} />
        {activity.percent_complete === null ? '' : `, ${activity.percent_complete}% complete`}
        {activity.due_on ? ` · due ${longDate(activity.due_on)}` : ''}
      </p>
      {activity.hints.map((hint) => (
        <p key={hint.code} className={fields.note}>
          Worth a look: {hint.sentence}
        </p>
      ))}
      {data && data.milestones.length > 0 ? (
        <details className={fields.about}>
          <summary>
            {data.milestone_counts.done} of {data.milestone_counts.total} milestones done
          </summary>
          <ul className="govuk-list govuk-list--bullet">
            {data.milestones.map((milestone) => (
              <li key={milestone.id}>
                {milestone.title}, due {longDate(milestone.due_on)}
                {milestone.done_on ? `, done ${longDate(milestone.done_on)}` : ''}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

function StatusField({ row }: { row: Row }) {
  const { store, tried } = useEntering();
  const { entry, typed } = row;
  const id = cellId(entry.id, 'status');
  const fault = cellFault(row, 'status', tried);
  const status = ACTIVITY_STATUSES[typed.status as keyof typeof ACTIVITY_STATUSES];
  return (
    <div>
      <label htmlFor={id} className={fields.label}>
        Where it stands
      </label>
      {fault ? <p className={fields.fault}>{fault}</p> : null}
      <span className={styles.status}>
        {status ? <StatusShape {...status} /> : null}
        <select
          id={id}
          className={fault ? `govuk-select ${fields.wrong}` : 'govuk-select'}
          aria-label={`Where it stands: ${nameOf(entry)}`}
          aria-invalid={fault ? true : undefined}
          value={typed.status}
          onChange={(event) => store.type(entry.id, { status: event.currentTarget.value }, 0)}
        >
          <option value="">Choose a status</option>
          {Object.entries(ACTIVITY_STATUSES).map(([value, { word }]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}

function PercentField({ row }: { row: Row }) {
  const { store, tried } = useEntering();
  const { entry, typed } = row;
  const id = cellId(entry.id, 'percent_complete');
  const fault = cellFault(row, 'percent_complete', tried);
  return (
    <div>
      <label htmlFor={id} className={fields.label}>
        Percent complete (optional)
      </label>
      {fault ? <p className={fields.fault}>{fault}</p> : null}
      <input
        id={id}
        className="govuk-input govuk-input--width-3"
        inputMode="numeric"
        aria-label={`Percent complete (optional): ${nameOf(entry)}`}
        aria-invalid={fault ? true : undefined}
        value={typed.percent_complete}
        onChange={(event) => store.type(entry.id, { percent_complete: event.currentTarget.value })}
        onBlur={() => void store.save(entry.id)}
      />
    </div>
  );
}
