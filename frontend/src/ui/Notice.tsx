import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface Props {
  kind?: 'information' | 'success' | 'warning';
  title?: string;
  children: ReactNode;
}

/** A quiet bar with something to know; success and warnings are read out when they appear. */
export function Notice({ kind = 'information', title, children }: Props) {
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={kind === 'information' ? undefined : 'status'}>
      {title ? <p className={styles.title}>{title}</p> : null}
      <div className={styles.body}>{children}</div>
    </div>
  );
}
