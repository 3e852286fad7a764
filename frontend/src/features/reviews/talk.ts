import { useSuspenseQuery } from '@tanstack/react-query';
import type { Schema } from '@/api/client';
import { useMay } from '@/api/session';
import { commentsQuery } from '@/features/reports/queries';
import type { Subject } from './Comments';
import { cellKey } from './review-words';

interface About {
  title: string;
  series_id?: number;
  period_code?: string;
  activity_id?: number;
}

/** The comments of an edition, and what the part that shows those on one figure or activity takes. */
export interface Talk {
  comments: Schema<'CommentRead'>[];
  about: (of: About) => {
    editionId: number;
    subject: Subject;
    comments: Schema<'CommentRead'>[];
    mayComment: boolean;
  };
}

/** Comments on an edition; while its round runs, whoever may comment is offered it. */
export function useTalk(edition: Schema<'EditionDetail'>, round: Schema<'RoundDetail'>): Talk {
  const { data: comments } = useSuspenseQuery(commentsQuery(edition.id));
  const may = useMay('comment_edition');
  const running = round.state === 'collecting' || round.state === 'reviewing';
  const mayComment = may && running && edition.state === 'sealed';
  return {
    comments,
    about: ({ title, series_id, period_code, activity_id }) => {
      const place =
        activity_id === undefined
          ? { series_id: series_id ?? 0, period: period_code ?? '' }
          : { activity_id };
      const key = cellKey({ series_id: series_id ?? null, period_code: period_code ?? null });
      return {
        editionId: edition.id,
        subject: { label: title, ...place },
        comments: comments.filter((each) =>
          activity_id === undefined ? cellKey(each) === key : each.activity_id === activity_id,
        ),
        mayComment,
      };
    },
  };
}
