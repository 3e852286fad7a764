import { Link } from '@tanstack/react-router';
import styles from '@/ui/SubNav.module.css';

const PARTS = [
  ['/council', 'Name and colours'],
  ['/units', 'Units'],
  ['/portfolios', 'Portfolios'],
  ['/bodies', 'Bodies'],
  ['/framework', 'Framework'],
  ['/set-up', 'First steps'],
  ['/set-up/workbook', 'Set-up workbook'],
  ['/set-up/history', 'Printed history'],
] as const;

/** The parts of how a council is made up, above each of their pages. */
export function CouncilNav() {
  return (
    <nav aria-label="Council" className={styles.nav}>
      {PARTS.map(([to, label]) => (
        <Link key={to} to={to} activeProps={{ className: styles.here }} activeOptions={{ exact: true }}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
