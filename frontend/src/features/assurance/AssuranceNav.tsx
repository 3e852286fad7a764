import { Link } from '@tanstack/react-router';
import { useMay } from '@/api/session';
import styles from '@/ui/SubNav.module.css';

/** The parts of assurance, above each of their pages. */
export function AssuranceNav() {
  const mayDraw = useMay('draw_sample');
  if (!mayDraw) return null;
  return (
    <nav aria-label="Assurance" className={styles.nav}>
      <Link to="/assurance/samples" activeProps={{ className: styles.here }}>
        Audit samples
      </Link>
      <Link to="/assurance/data-quality" activeProps={{ className: styles.here }}>
        Data quality
      </Link>
    </nav>
  );
}
