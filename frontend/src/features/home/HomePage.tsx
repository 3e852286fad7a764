import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { get, type Schema } from '@/api/client';
import { useMay, useSession } from '@/api/session';
import { NextStep } from '@/features/first-steps/NextStep';
import { longDate } from '@/lib/dates';
import { things } from '@/lib/format';
import { PageTitle } from '@/ui/PageTitle';
import styles from './Home.module.css';
import { HomeItemRow } from './HomeItemRow';

/** What waits for whoever is signed in, the most urgent first. */
export function HomePage() {
  const { data: home } = useSuspenseQuery(get('/api/v1/home'));
  const { name } = useSession();
  const managesAccess = useMay('manage_access');
  const setsUp = useMay('manage_organisation', 'manage_framework');
  const asking = home.groups.filter((group) => group.key !== 'papers');
  const papers = home.groups.filter((group) => group.key === 'papers');
  const count = asking.reduce((sum, group) => sum + group.count, 0);
  return (
    <>
      <PageTitle caption={`${name} · ${longDate(home.today)}`} title="Home">
        {home.nothing_waits ? 'Nothing waits for you' : `${things(count, 'thing')} ${waits(count)} for you`}
      </PageTitle>
      {setsUp ? <NextStep /> : null}
      {home.nothing_waits ? (
        <p>
          Nobody asks anything of you at the moment. See how the council does on the{' '}
          <Link to="/dashboard">dashboard</Link>, or read the{' '}
          <Link to="/documents">papers that were issued</Link>.
        </p>
      ) : null}
      {home.nothing_waits && managesAccess ? (
        <p>
          You look after who can do what: add <Link to="/posts">posts</Link> and what each may do, then the{' '}
          <Link to="/people">people</Link> who hold them.
        </p>
      ) : null}
      {asking.length > 1 ? (
        <ul className={styles.overview} aria-label="What waits, by what it asks of you">
          {asking.map((group) => (
            <li key={group.key}>
              <a href={`#${group.key}`}>{group.title}</a> <span className={styles.count}>{group.count}</span>
            </li>
          ))}
        </ul>
      ) : null}
      {[...asking, ...papers].map((group) => (
        <Group key={group.key} group={group} />
      ))}
    </>
  );
}

function waits(count: number) {
  return count === 1 ? 'waits' : 'wait';
}

function Group({ group }: { group: Schema<'HomeGroup'> }) {
  const hidden = group.count - group.items.length;
  return (
    <section aria-labelledby={group.key} className={styles.group}>
      <h2 id={group.key} tabIndex={-1}>
        {group.title} <span className={styles.count}>{group.count}</span>
      </h2>
      <ul className={styles.items}>
        {group.items.map((item) => (
          <HomeItemRow key={`${item.kind}-${item.id}-${item.portfolio}`} item={item} group={group.key} />
        ))}
      </ul>
      {hidden > 0 ? (
        <p className={styles.more}>
          And {things(hidden, 'more', 'more')}: <AllOf group={group.key} />
        </p>
      ) : null}
    </section>
  );
}

/** Where the whole list of a group stands. */
function AllOf({ group }: { group: Schema<'Waits'> }) {
  if (group === 'actions' || group === 'closures') return <Link to="/actions">all actions</Link>;
  if (group === 'targets') return <Link to="/targets">all targets</Link>;
  if (group === 'restatements') return <Link to="/restatements">all restatements</Link>;
  if (group === 'rounds') return <Link to="/rounds">all rounds</Link>;
  if (group === 'papers' || group === 'reviews' || group === 'decisions' || group === 'issues') {
    return <Link to="/documents">all papers</Link>;
  }
  return <Link to="/submissions">all submissions</Link>;
}
