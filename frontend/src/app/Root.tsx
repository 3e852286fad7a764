import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** Moves focus to the page's main part when another page opens, as a full page load would; filters leave it alone. */
export function Root() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (before.current !== undefined && path !== before.current) {
      document.getElementById('main')?.focus({ preventScroll: true });
    }
    before.current = path;
  }, [path]);
  return (
    <>
      <a href="#main" className="govuk-skip-link">
        Skip to main content
      </a>
      <Outlet />
    </>
  );
}
