import { type Crumb, PageTitle } from './PageTitle';

interface Props {
  /** What the page is for, as its heading says it. */
  title: string;
  crumbs: Crumb[];
}

/** What stands in place of a form for whoever may not send it. */
export function NotAllowed({ title, crumbs }: Props) {
  return (
    <>
      <PageTitle crumbs={crumbs}>{title}</PageTitle>
      <p>Your roles do not let you do this. If your work needs it, ask your administrator for the role.</p>
    </>
  );
}
