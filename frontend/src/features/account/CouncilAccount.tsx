import { useSuspenseQuery } from '@tanstack/react-query';
import { get, type Schema } from '@/api/client';
import { signInOptionsQuery } from './queries';

/** Whether one signs in with one's council account too, and the way to connect it. */
export function CouncilAccount({ session }: { session: Schema<'SessionRead'> }) {
  const { data: options } = useSuspenseQuery(signInOptionsQuery());
  return options.provider ? <Connection session={session} provider={options.provider} /> : null;
}

function Connection({ session, provider }: { session: Schema<'SessionRead'>; provider: string }) {
  const { data: me } = useSuspenseQuery(
    get('/api/v1/people/{person_id}', { params: { path: { person_id: session.person_id } } }),
  );
  return (
    <section aria-labelledby="council-account">
      <h2 id="council-account">Council account</h2>
      {me.connected ? (
        <p>You can sign in with {provider}.</p>
      ) : (
        <>
          <p>Connect {provider}, and sign in with it from now on.</p>
          <p>
            <a
              className="govuk-button govuk-button--secondary"
              href="/api/v1/session/oidc/start?connect=true&next=%2Faccount"
            >
              Connect {provider}
            </a>
          </p>
        </>
      )}
    </section>
  );
}
