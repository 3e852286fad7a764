import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import styles from './PageTitle.module.css';

export interface Crumb {
  label: string;
  /** An address of the front end; the last crumb is the page before this one. */
  to: string;
}

interface Props {
  children: ReactNode;
  /** What the browser's tab says, where the heading is more than text. */
  title?: string;
  caption?: ReactNode;
  crumbs?: Crumb[];
  /** Buttons or a period picker beside the heading. */
  aside?: ReactNode;
}

/** What stands in a heading that is text alone, in one piece or several. */
function textOf(heading: ReactNode): string {
  const parts = Array.isArray(heading) ? heading : [heading];
  return parts.every((part) => typeof part === 'string' || typeof part === 'number') ? parts.join('') : '';
}

/** The page's one h1, with the way back above it; also names the browser's tab. */
export function PageTitle({ children, title, caption, crumbs, aside }: Props) {
  const name = title ?? textOf(children);
  useEffect(() => {
    document.title = name ? `${name} – Quarterdeck` : 'Quarterdeck';
  }, [name]);
  return (
    <div className={styles.title}>
      {crumbs ? (
        <nav aria-label="Breadcrumb" className={styles.crumbs}>
          <ol>
            {crumbs.map((crumb) => (
              <li key={crumb.to}>
                <Link to={crumb.to}>{crumb.label}</Link>
              </li>
            ))}
          </ol>
        </nav>
      ) : null}
      <div className={styles.row}>
        <div>
          {caption ? <p className={styles.caption}>{caption}</p> : null}
          <h1>{children}</h1>
        </div>
        {aside ? <div className={styles.aside}>{aside}</div> : null}
      </div>
    </div>
  );
}
