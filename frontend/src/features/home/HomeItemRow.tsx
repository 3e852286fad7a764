import { Link } from '@tanstack/react-router';
import type { Schema } from '@/api/client';
import { lateWords, longDate } from '@/lib/dates';
import { StatusShape } from '@/ui/StatusTag';
import styles from './Home.module.css';
import { askWords, placeOf } from './places';

interface Props {
  item: Schema<'HomeItem'>;
  group: Schema<'Waits'>;
}

/** One thing that waits: what it is, when it is due, and the way to where it is done. */
export function HomeItemRow({ item, group }: Props) {
  return (
    <li className={styles.item}>
      <div className={styles.what}>
        <Link to={placeOf(item, group)} className={styles.title}>
          {item.title}
        </Link>
        {item.detail ? <p className={styles.detail}>{item.detail}</p> : null}
      </div>
      <div className={styles.next}>{askWords(item.next)}</div>
      <div className={styles.due}>
        <Due item={item} read={group === 'papers'} />
      </div>
    </li>
  );
}

/** How late, in words and a shape; the day beside it. */
function Due({ item, read }: { item: Schema<'HomeItem'>; read: boolean }) {
  if (item.due_on === null || item.days_late === null) return null;
  if (read) return <span className={styles.day}>{longDate(item.due_on)}</span>;
  const late = item.days_late > 0;
  const soon = item.days_late > -4;
  return (
    <>
      <span className={styles.late}>
        {late ? <StatusShape shape="diamond" tone="off" /> : null}
        {!late && soon ? <StatusShape shape="triangle" tone="near" /> : null}
        {late || item.days_late === 0 ? lateWords(item.days_late) : `due ${lateWords(item.days_late)}`}
      </span>
      <span className={styles.day}>{longDate(item.due_on)}</span>
    </>
  );
}
