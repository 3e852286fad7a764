import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageTitle } from '@/ui/PageTitle';
import styles from './FrontDoor.module.css';
import { signInOptionsQuery } from './queries';

/** The frame of the pages before sign-in; named after the council where the service is one council's. */
export function FrontDoor({ title, children }: { title: string; children: ReactNode }) {
  const councils = useQuery(signInOptionsQuery()).data?.councils ?? [];
  return (
    <>
      <header className={styles.header}>
        <div className="govuk-width-container">{councils.length === 1 ? councils[0] : 'Quarterdeck'}</div>
      </header>
      <main id="main" tabIndex={-1} className={`govuk-width-container ${styles.main}`}>
        <PageTitle>{title}</PageTitle>
        {children}
      </main>
    </>
  );
}
