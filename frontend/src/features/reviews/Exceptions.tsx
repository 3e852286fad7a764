import type { Schema } from '@/api/client';
import { numberWords, sentence, targetWords } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { ActivityStatusTag, RatingTag } from '@/ui/StatusTag';
import { Comments } from './Comments';
import styles from './Exceptions.module.css';

import { exceptionActivities, exceptionFigures, judgedFigures, movedWords, ofWhat } from './review-words';
import { SealedFigure } from './SealedFigure';
import type { Talk } from './talk';
import type { Pinned } from './use-pinned';

interface Props {
  edition: Schema<'EditionDetail'>;
  pinned: Pinned;
  talk: Talk;
}

/** What needs a reviewer's eye first: off target and near it, rated by judgement, without a figure, activities in doubt. */
export function Exceptions({ edition, pinned, talk }: Props) {
  const { content } = edition;
  const figures = exceptionFigures(content);
  const judged = judgedFigures(content);
  const activities = exceptionActivities(content);
  const none = figures.length + judged.length + activities.length + content.missing.length === 0;
  return (
    <>
      <h2 id="exceptions">Exceptions</h2>
      {none ? <p>Everything is on target and on course, and no figure is missing.</p> : null}
      {figures.length > 0 ? <h3>Off target, or near it</h3> : null}
      {figures.map((figure) => (
        <FigureCard
          key={`${figure.series_id} ${figure.period_code}`}
          {...{ figure, edition, pinned, talk }}
        />
      ))}
      {judged.length > 0 ? <h3>Rated by judgement</h3> : null}
      {judged.map((figure) => (
        <FigureCard
          key={`${figure.series_id} ${figure.period_code}`}
          {...{ figure, edition, pinned, talk }}
        />
      ))}
      {activities.length > 0 ? <h3>Activities in doubt</h3> : null}
      {activities.map((activity) => (
        <ActivityCard key={activity.activity_id} activity={activity} talk={talk} />
      ))}
      {content.missing.length > 0 ? <h3>Without a figure</h3> : null}
      {content.missing.map((missing) => (
        <article key={`${missing.series_id} ${missing.period_code}`} className={styles.card}>
          <h4>
            {missing.ref} {missing.name}
          </h4>
          <p>
            {sentence(missing.value_state)}, {shortPeriod(missing.period_label)} · {missing.unit}
          </p>
          {missing.reason ? <p className={styles.said}>{missing.reason}</p> : null}
          <Comments {...talk.about({ ...missing, title: `${missing.ref} ${missing.name}` })} />
        </article>
      ))}
    </>
  );
}

interface FigureProps extends Props {
  figure: Schema<'FigureContent'>;
}

function FigureCard({ figure, edition, pinned, talk }: FigureProps) {
  const what = ofWhat(figure);
  return (
    <article className={styles.card}>
      <h4>
        {figure.ref} {figure.name}
        {what ? ` (${what})` : ''}
      </h4>
      <p className={styles.facts}>
        <RatingTag rating={figure.rating} />
        <span>
          <SealedFigure of={figure} pack={edition.id} pinned={pinned} /> against {targetWords(figure)}
        </span>
        <Before figure={figure} />
        <span>{movedWords(edition.content, figure)}</span>
        <span className={styles.meta}>
          {shortPeriod(figure.period_label)} · {figure.unit}
        </span>
      </p>
      {figure.override_reason ? (
        <p>
          <b>Rated by judgement.</b> The rule alone gives “
          {figure.ruled_rating ? <RatingTag rating={figure.ruled_rating} /> : 'not rated'}”:{' '}
          {figure.override_reason}
        </p>
      ) : null}
      {figure.commentary ? (
        <p className={styles.said}>{figure.commentary}</p>
      ) : (
        <p className={styles.meta}>The service gave no commentary.</p>
      )}
      <Explained texts={{ ...figure.explanations, ...figure.target_explanations }} />
      <Comments {...talk.about({ ...figure, title: `${figure.ref} ${figure.name}` })} />
    </article>
  );
}

/** The figure of the period before, where it is on record. */
function Before({ figure }: { figure: Schema<'FigureContent'> }) {
  const before = figure.previous.at(-1);
  if (!before || before.value === null) return null;
  return (
    <span className={styles.meta}>
      {shortPeriod(before.label)}: {numberWords(before.value, figure.unit_of_measure, figure.decimals)}
    </span>
  );
}

function Explained({ texts }: { texts: Record<string, string> }) {
  const given = Object.entries(texts);
  if (given.length === 0) return null;
  return (
    <ul className="govuk-list">
      {given.map(([code, text]) => (
        <li key={code}>
          <b>{sentence(code)}:</b> {text}
        </li>
      ))}
    </ul>
  );
}

function ActivityCard({ activity, talk }: { activity: Schema<'ActivityContent'>; talk: Talk }) {
  const late = activity.milestones.filter((milestone) => milestone.overdue);
  return (
    <article className={styles.card}>
      <h4>
        {activity.ref} {activity.title}
      </h4>
      <p className={styles.facts}>
        <ActivityStatusTag status={activity.status} />
        {activity.percent_complete === null ? null : <span>{activity.percent_complete}% complete</span>}
        <span className={styles.meta}>{activity.unit}</span>
      </p>
      {activity.update ? <p className={styles.said}>{activity.update}</p> : null}
      {activity.cause ? (
        <p>
          <b>Cause:</b> {activity.cause}
        </p>
      ) : null}
      {activity.path_to_green ? (
        <p>
          <b>What brings it back on course:</b> {activity.path_to_green}
        </p>
      ) : null}
      {late.length > 0 ? <p>Overdue: {late.map((milestone) => milestone.title).join(', ')}.</p> : null}
      <Comments
        {...talk.about({ activity_id: activity.activity_id, title: `${activity.ref} ${activity.title}` })}
      />
    </article>
  );
}
