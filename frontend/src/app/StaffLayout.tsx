import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { type FormEvent, Suspense, useState } from 'react';
import { useSession } from '@/api/session';
import { ViewBar } from '@/features/views/ViewBar';
import { Logo } from '@/ui/Logo';
import styles from './StaffLayout.module.css';
import { sectionsFor } from './sections';
import { Waiting } from './Waiting';

/** The frame of every page behind sign-in: council, search, who is signed in, and the way to each part. */
export function StaffLayout() {
  const session = useSession();
  const [open, setOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const sections = sectionsFor(session.permissions);
  const here = sections.find((section) =>
    section.paths.some((each) => path === each || path.startsWith(`${each}/`)),
  );
  return (
    <>
      <header className={styles.header}>
        <div className={`govuk-width-container ${styles.bar}`}>
          <Link to="/" className={styles.council}>
            <Logo address={session.council_logo} />
            {session.council_name}
          </Link>
          <SearchBox />
          <Link to="/account" className={styles.person}>
            {session.name}
          </Link>
        </div>
      </header>
      <nav aria-label="Main" className={styles.nav}>
        <div className="govuk-width-container">
          <button
            type="button"
            className={styles.menu}
            aria-expanded={open}
            aria-controls="sections"
            onClick={() => setOpen(!open)}
          >
            Menu
          </button>
          <ul id="sections" className={open ? styles.open : undefined}>
            {sections.map((section) => (
              <li key={section.to}>
                <Link
                  to={section.to}
                  onClick={() => setOpen(false)}
                  className={
                    section === here || (section.to === '/' && path === '/') ? styles.here : undefined
                  }
                  aria-current={section === here || (section.to === '/' && path === '/') ? 'true' : undefined}
                >
                  {section.label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      </nav>
      <main id="main" tabIndex={-1} className={`govuk-width-container ${styles.main}`}>
        <ViewBar />
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
    </>
  );
}

function SearchBox() {
  const navigate = useNavigate();
  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const q = String(new FormData(event.currentTarget).get('q') ?? '').trim();
    if (q) void navigate({ to: '/search', search: { q } });
  }
  return (
    <search className={styles.search}>
      <form onSubmit={search}>
        <label htmlFor="search-box" className="govuk-visually-hidden">
          Search indicators, activities, actions and documents
        </label>
        <input
          id="search-box"
          name="q"
          type="search"
          placeholder="Search"
          autoComplete="off"
          maxLength={100}
        />
        <button type="submit">Search</button>
      </form>
    </search>
  );
}
