import { Link } from '@tanstack/react-router';
import { useMay } from '@/api/session';
import styles from '@/ui/SubNav.module.css';

/** The parts of access, above each of their pages. */
export function AdminNav() {
  const mayManage = useMay('manage_access');
  return (
    <nav aria-label="Access" className={styles.nav}>
      <Link to="/people" activeProps={{ className: styles.here }}>
        People
      </Link>
      <Link to="/posts" activeProps={{ className: styles.here }}>
        Posts
      </Link>
      {mayManage ? (
        <Link to="/clients" activeProps={{ className: styles.here }}>
          Other programs
        </Link>
      ) : null}
    </nav>
  );
}
