import { Link } from '@tanstack/react-router';
import styles from '@/ui/SubNav.module.css';

const PARTS = [
  ['/comparisons', 'Files and sources'],
  ['/comparisons/areas', 'Areas and groups'],
  ['/external-frameworks', 'External frameworks'],
] as const;

/** The parts of what figures are compared with, above each of their pages. */
export function ComparisonNav() {
  return (
    <nav aria-label="Comparison data" className={styles.nav}>
      {PARTS.map(([to, label]) => (
        <Link key={to} to={to} activeProps={{ className: styles.here }} activeOptions={{ exact: true }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
