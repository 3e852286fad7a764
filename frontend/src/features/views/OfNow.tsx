import { looksBack, useView } from '@/api/view';

/** Says of a part of a page that it is of now, where the rest of the page looks back. */
export function OfNow({ children }: { children: string }) {
  return looksBack(useView()) ? <p>{children}</p> : null;
}
