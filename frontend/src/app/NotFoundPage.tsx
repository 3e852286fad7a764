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
