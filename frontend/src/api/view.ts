import { type SearchMiddleware, useSearch } from '@tanstack/react-router';

/** From where figures are seen: in an edition, as of a moment, or (neither) as they stand now. */
export interface View {
  pack?: number | undefined;
  as_of?: string | undefined;
}

/** What of a view goes with a request: an edition knows its own moment. */
export function viewQuery({ pack, as_of }: View): { pack?: number; as_of?: string } {
  return pack ? { pack } : as_of ? { as_of } : {};
}

/** Whether what is shown is not what stands now: then nothing can be changed. */
export function looksBack(view: View): boolean {
  return Boolean(view.pack || view.as_of);
}

/** What a link says to leave the past. */
export const NOW = { pack: undefined, as_of: undefined } as const;

/** The view that the address of this page names. */
export function useView(): View {
  return useSearch({ strict: false, select: ({ pack, as_of }: View) => ({ pack, as_of }) });
}

/**
 * Lets every link between pages that show figures carry the view, unless the link names one itself: so all that is
 * seen on the way down from a dashboard is of the same edition or moment.
 */
export const keepView: SearchMiddleware<View> = ({ search, next }) => {
  const wanted = next(search);
  return 'pack' in wanted || 'as_of' in wanted ? wanted : { ...wanted, ...viewQuery(search) };
};
