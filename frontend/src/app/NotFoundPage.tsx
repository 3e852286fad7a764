import { Link } from '@tanstack/react-router';
import { PageTitle } from '@/ui/PageTitle';

export function NotFoundPage() {
  return (
    <>
      <PageTitle>Page not found</PageTitle>
      <p>
        There is no page at this address. If you followed a link, tell your performance team where it was.
      </p>
      <p>
        <Link to="/">Go to your start page</Link>
      </p>
    </>
  );
}

/** The same where the frame is not drawn, as at an address whose number is a word. */
export function NotFoundOutside() {
  return (
    <main id="main" tabIndex={-1} className="govuk-width-container">
      <NotFoundPage />
    </main>
  );
}
