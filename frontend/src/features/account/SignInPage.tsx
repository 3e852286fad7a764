import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { noteSignedIn, sessionQuery, wasSignedIn } from '@/api/session';
import { Notice } from '@/ui/Notice';
import { FrontDoor } from './FrontDoor';
import { PasswordForm } from './PasswordForm';
import { signInOptionsQuery } from './queries';
import { refusedWords } from './refused-words';
import { SignOut } from './SignOut';

export function SignInPage() {
  const { next, refused } = useSearch({ from: '/sign-in' });
  const options = useQuery(signInOptionsQuery());
  // At the second step of a password the other ways in are out of the way.
  const [second, setSecond] = useState(false);
  const provider = second ? null : options.data?.provider;
  return (
    <FrontDoor title="Sign in">
      {second ? null : refused ? <Refused code={refused} /> : next ? <Why /> : <AlreadyIn />}
      {provider ? <ProviderButton name={provider} next={next} /> : null}
      {provider && options.data?.password ? <h2>Or with a password</h2> : null}
      {options.isPending || options.data?.password === false ? null : (
        <PasswordForm next={next} onStep={setSecond} />
      )}
    </FrontDoor>
  );
}

/** The way to the council's own sign-in service: an address of the service, not a page of this app. */
function ProviderButton({ name, next }: { name: string; next: string | undefined }) {
  const query = next ? `?${new URLSearchParams({ next })}` : '';
  return (
    <p>
      <a className="govuk-button" href={`/api/v1/session/oidc/start${query}`}>
        Sign in with {name}
      </a>
    </p>
  );
}

/** Why the council's sign-in service brought somebody back who is not signed in. */
function Refused({ code }: { code: string }) {
  const { title, text } = refusedWords(code);
  return (
    <Notice kind="warning" title={title}>
      <p>{text}</p>
    </Notice>
  );
}

/** Why somebody who was on their way to a page is asked to sign in. */
function Why() {
  const [before] = useState(wasSignedIn);
  return (
    <Notice>
      <p>
        {before
          ? 'Your session has ended. Sign in again to go on where you were; what you typed is kept in this browser.'
          : 'Sign in to see the page you asked for.'}
      </p>
    </Notice>
  );
}

/** Says so to whoever is signed in already. Asked only where somebody was: for others the answer is known. */
function AlreadyIn() {
  const [before] = useState(wasSignedIn);
  const { data, isError } = useQuery({ ...sessionQuery(), enabled: before });
  useEffect(() => {
    if (isError) noteSignedIn(false);
  }, [isError]);
  if (!data) return null;
  return (
    <Notice>
      <p>
        You are signed in as {data.name}. <Link to="/">Go to your start page</Link>, or sign in below as
        somebody else.
      </p>
      <SignOut />
    </Notice>
  );
}
