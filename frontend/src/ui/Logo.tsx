import styles from './Logo.module.css';

/** The council's logo in the bar above a page; its name stands beside it, so the picture says nothing more. */
export function Logo({ address }: { address: string | null }) {
  return address ? <img src={address} alt="" className={styles.logo} /> : null;
}
