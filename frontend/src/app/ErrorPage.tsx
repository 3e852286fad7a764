import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Problem } from '@/api/problems';
import { Button } from '@/ui/Button';
import { PageTitle } from '@/ui/PageTitle';

function titleOf(error: unknown) {
  if (!(error instanceof Problem)) return 'This page could not be shown';
  if (error.status === 404) return 'Not found';
  if (error.status === 403) return 'You may not see this';
  if (error.status === 0) return 'No connection';
  return 'This page could not be shown';
}

/** What stands in place of a page that could not be read, and what to do. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const client = useQueryClient();
  const known = error instanceof Problem;
  async function again() {
    await client.resetQueries({ predicate: (query) => query.state.status === 'error' });
    reset();
    await router.invalidate();
  }
  return (
    <>
      <PageTitle>{titleOf(error)}</PageTitle>
      <p>{known ? error.message : 'Something went wrong on this page. Nothing you saved is lost.'}</p>
      {known && error.status === 403 ? (
        <p>If your work needs it, ask your administrator for the role.</p>
      ) : null}
      {known && error.status === 404 ? (
        <p>It may have been moved since the link was made. Search for it by its reference or name above.</p>
      ) : null}
      {known && (error.status === 403 || error.status === 404) ? null : (
        <Button onClick={() => void again()}>Try again</Button>
      )}
      <p>
        <Link to="/">Go to your start page</Link>
      </p>
    </>
  );
}

/** The same where even the frame could not be shown: the service does not say who is signed in. */
export function ErrorOutside(props: ErrorComponentProps) {
  return (
    <main id="main" tabIndex={-1} className="govuk-width-container">
      <ErrorPage {...props} />
    </main>
  );
}
