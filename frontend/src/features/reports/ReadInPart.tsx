import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { Notice } from '@/ui/Notice';

type Edition = Schema<'EditionDetail'>;

/** Says what this reader does not see, so that nobody takes a part for the whole. */
export function ReadInPart({ edition }: { edition: Edition }) {
  const names = edition.content.portfolios.map((each) => each.name);
  return (
    <>
      {edition.part ? <Notice>You read the part of your portfolio: {names.join(', ')}.</Notice> : null}
      {edition.left_out.length > 0 ? (
        <Notice>
          Left out, because it is exempt from publication:{' '}
          {edition.left_out
            .map(
              (each) =>
                `${things(each.parts, each.kind, each.kind === 'figure' ? 'figures' : 'activities')} (${each.reason})`,
            )
            .join('; ')}
          .
        </Notice>
      ) : null}
    </>
  );
}
