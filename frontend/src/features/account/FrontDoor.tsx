import type { ReactNode } from 'react';
import { PageTitle } from '@/ui/PageTitle';
import styles from './FrontDoor.module.css';

/** The frame of the pages before sign-in. */
export function FrontDoor({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <header className={styles.header}>
        <div className="govuk-width-container">Quarterdeck</div>
      </header>
      <main id="main" tabIndex={-1} className={`govuk-width-container ${styles.main}`}>
        <PageTitle>{title}</PageTitle>
        {children}
      </main>
    </>
  );
}
