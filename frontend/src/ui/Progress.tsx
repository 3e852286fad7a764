import styles from './Progress.module.css';

/** How much of something is done, in words and as a bar: "24 of 40 complete". */
export function Progress({ done, of, label }: { done: number; of: number; label: string }) {
  return (
    <span className={styles.progress}>
      <progress value={done} max={Math.max(of, 1)} aria-label={label} />
      <span>
        {done} of {of} {label}
      </span>
    </span>
  );
}

/** While something long is on its way. */
export function Busy({ children }: { children: string }) {
  return (
    <p className={styles.progress} role="status">
      <progress aria-hidden="true" />
      <span>{children}</span>
    </p>
  );
}
