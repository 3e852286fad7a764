import { useQuery } from '@tanstack/react-query';
import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Logo } from '@/ui/Logo';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import styles from './FrontDoor.module.css';
import { signInOptionsQuery } from './queries';

/** Where nobody can sign in yet; on the page that mends it, it says nothing. */
function NobodyYet() {
  const here = useRouterState({ select: (state) => state.location.pathname });
  if (here === '/begin') return null;
  return (
    <Notice>
      <p>
        Nobody can sign in yet. <Link to="/begin">Set up Quarterdeck</Link> first.
      </p>
    </Notice>
  );
}

/** The frame of the pages before sign-in; named after the council where the service is one council's. */
export function FrontDoor({ title, children }: { title: string; children: ReactNode }) {
  const options = useQuery(signInOptionsQuery()).data;
  const councils = options?.councils ?? [];
  return (
    <>
      <header className={styles.header}>
        <div className="govuk-width-container">
          <Logo address={options?.logo ?? null} />
          {councils.length === 1 ? councils[0] : 'Quarterdeck'}
        </div>
      </header>
      <main id="main" tabIndex={-1} className={`govuk-width-container ${styles.main}`}>
        <PageTitle>{title}</PageTitle>
        {options?.set_up_needed ? <NobodyYet /> : null}
        {children}
      </main>
    </>
  );
}
