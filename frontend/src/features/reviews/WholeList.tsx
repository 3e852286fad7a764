import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { figureWords, sentence, targetWords, things } from '@/lib/format';
import { shortPeriod } from '@/lib/periods';
import { ratingWord } from '@/lib/status';
import { ActivityStatusTag, RatingTag } from '@/ui/StatusTag';
import { type Column, Table } from '@/ui/Table';
import { Comments } from './Comments';
import { byTheme, cellKey, movedWords, ofWhat } from './review-words';
import { SealedFigure } from './SealedFigure';
import type { Talk } from './talk';
import type { Pinned } from './use-pinned';

interface Props {
  edition: Schema<'EditionDetail'>;
  pinned: Pinned;
  talk: Talk;
}

/** Everything that the edition holds: figures by theme, contextual ones apart, then activities. */
export function WholeList({ edition, pinned, talk }: Props) {
  const { figures, activities } = edition.content;
  const rated = figures.filter((figure) => figure.kind !== 'contextual');
  const contextual = figures.filter((figure) => figure.kind === 'contextual');
  const columns = figureColumns(edition, pinned, talk);
  return (
    <>
      <h2 id="whole-list">Everything in this edition</h2>
      {byTheme(rated).map(([theme, of]) => (
        <Table
          key={theme}
          caption={theme}
          columns={columns}
          rows={of}
          rowKey={cellKey}
          download={`edition-${edition.id}-${theme.toLowerCase().replaceAll(/\W+/g, '-')}`}
        />
      ))}
      {contextual.length > 0 ? (
        <Table
          caption="For context, not rated"
          columns={columns.filter((column) => column.key !== 'Target' && column.key !== 'Rating')}
          rows={contextual}
          rowKey={cellKey}
          download={`edition-${edition.id}-context`}
        />
      ) : null}
      <Table
        caption="Activities"
        columns={activityColumns(talk)}
        rows={activities}
        rowKey={(activity) => activity.activity_id}
        empty="This edition holds no activities that you may see."
        download={`edition-${edition.id}-activities`}
      />
    </>
  );
}

type Figure = Schema<'FigureContent'>;

function nameOf(figure: Figure): string {
  const what = ofWhat(figure);
  return `${figure.ref} ${figure.name}${what ? ` (${what})` : ''}`;
}

function figureColumns(edition: Schema<'EditionDetail'>, pinned: Pinned, talk: Talk): Column<Figure>[] {
  return [
    {
      key: 'Indicator',
      head: 'Indicator',
      heads: true,
      cell: (figure) => <ToTrail of={figure} pinned={pinned} />,
      text: nameOf,
    },
    {
      key: 'Period',
      head: 'Period',
      wide: true,
      cell: (figure) => shortPeriod(figure.period_label),
      text: (figure) => figure.period_code,
    },
    {
      key: 'Figure',
      head: 'Figure',
      numeric: true,
      cell: (figure) => <SealedFigure of={figure} pack={edition.id} pinned={pinned} />,
      text: (figure) => figure.value ?? figureWords(figure),
    },
    {
      key: 'Target',
      head: 'Target',
      numeric: true,
      cell: targetWords,
      text: targetWords,
    },
    {
      key: 'Rating',
      head: 'Rating',
      cell: (figure) => <RatingTag rating={figure.rating} reason={figure.unrated_reason} />,
      text: (figure) => ratingWord(figure.rating),
    },
    {
      key: 'Against the period before',
      head: 'Against the period before',
      wide: true,
      cell: (figure) => movedWords(edition.content, figure),
      text: (figure) => movedWords(edition.content, figure),
    },
    {
      key: 'Service',
      head: 'Service',
      wide: true,
      cell: (figure) => figure.unit,
      text: (figure) => figure.unit,
    },
    {
      key: 'comment',
      head: <span className="govuk-visually-hidden">Comments</span>,
      wide: true,
      cell: (figure) => <Commented {...talk.about({ ...figure, title: `${figure.ref} ${figure.name}` })} />,
    },
  ];
}

/** An indicator's name, leading to all that is on record about its figure: source, evidence, approvals. */
function ToTrail({ of, pinned }: { of: Figure; pinned: Pinned }) {
  const observation = pinned(of);
  if (!observation) return nameOf(of);
  return (
    <Link
      to="/indicators/$indicatorId/trail"
      params={{ indicatorId: String(observation.indicator_id) }}
      search={{ period: of.period_code }}
    >
      {nameOf(of)}
    </Link>
  );
}

type Activity = Schema<'ActivityContent'>;

function activityColumns(talk: Talk): Column<Activity>[] {
  return [
    {
      key: 'Activity',
      head: 'Activity',
      heads: true,
      cell: (activity) => `${activity.ref} ${activity.title}`,
      text: (activity) => `${activity.ref} ${activity.title}`,
    },
    {
      key: 'Status',
      head: 'Status',
      cell: (activity) => <ActivityStatusTag status={activity.status} />,
      text: (activity) => sentence(activity.status),
    },
    {
      key: 'Complete',
      head: 'Complete',
      numeric: true,
      wide: true,
      cell: (activity) => (activity.percent_complete === null ? '' : `${activity.percent_complete}%`),
      text: (activity) => activity.percent_complete,
    },
    {
      key: 'Update',
      head: 'Update',
      cell: (activity) => (activity.reported ? activity.update : 'Nothing was reported.'),
      text: (activity) => activity.update,
    },
    {
      key: 'Service',
      head: 'Service',
      wide: true,
      cell: (activity) => activity.unit,
      text: (activity) => activity.unit,
    },
    {
      key: 'comment',
      head: <span className="govuk-visually-hidden">Comments</span>,
      wide: true,
      cell: (activity) => (
        <Commented
          {...talk.about({ activity_id: activity.activity_id, title: `${activity.ref} ${activity.title}` })}
        />
      ),
    },
  ];
}

/** How many comments there are, which stand in full further down, and the way to make one. */
function Commented({ comments, ...rest }: ReturnType<Talk['about']>) {
  return (
    <>
      {comments.length > 0 ? (
        <>
          <a href="#comments">{things(comments.length, 'comment')}</a>{' '}
        </>
      ) : null}
      <Comments comments={[]} {...rest} />
    </>
  );
}
