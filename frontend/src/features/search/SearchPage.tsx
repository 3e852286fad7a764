import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { get, type Schema } from '@/api/client';
import { things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { PageTitle } from '@/ui/PageTitle';
import { KINDS, LEAST, placeOf } from './kinds';
import styles from './Search.module.css';

/** Finds things by their ref or words of their name. */
export function SearchPage() {
  const { q = '' } = useSearch({ from: '/staff/search' });
  const asked = q.trim();
  return (
    <>
      <PageTitle title={asked ? `Search: ${asked}` : 'Search'}>Search</PageTitle>
      <SearchForm key={q} q={q} />
      {asked.length >= LEAST ? <Results q={asked} /> : <Hint asked={asked} />}
    </>
  );
}

function SearchForm({ q }: { q: string }) {
  const navigate = useNavigate();
  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get('q') ?? '').trim();
    void navigate({ to: '/search', search: typed ? { q: typed } : {} });
  }
  return (
    <form className={styles.form} onSubmit={search}>
      <div className={styles.field}>
        <label className="govuk-label govuk-label--s" htmlFor="search-words">
          A reference, or words of a name
        </label>
        <input
          id="search-words"
          name="q"
          type="search"
          className="govuk-input"
          defaultValue={q}
          maxLength={100}
          autoComplete="off"
        />
      </div>
      <Button type="submit">Search</Button>
    </form>
  );
}

function Hint({ asked }: { asked: string }) {
  return (
    <p role="status">
      {asked
        ? `Type at least ${LEAST} letters.`
        : 'Finds indicators, activities, actions, plans, priorities, editions of reports, submissions and people, as far as you may see them.'}
    </p>
  );
}

function Results({ q }: { q: string }) {
  const { data } = useSuspenseQuery(get('/api/v1/search', { params: { query: { q } } }));
  const groups = KINDS.map((kind) => ({
    ...kind,
    found: data.items.filter((each) => each.kind === kind.kind),
    more: data.more.includes(kind.kind),
  })).filter((group) => group.found.length > 0);
  return (
    <>
      <p role="status">
        {data.items.length === 0
          ? `Nothing that you may see answers to “${q}”.`
          : `${things(data.items.length, 'result')}${data.more.length > 0 ? ' and more' : ''} for “${q}”.`}
      </p>
      {data.items.length === 0 ? (
        <p>
          Try fewer words, or the beginning of a word. Or look through the{' '}
          <Link to="/indicators">indicators</Link>, <Link to="/activities">activities</Link> or{' '}
          <Link to="/documents">papers</Link>.
        </p>
      ) : null}
      {groups.map((group) => (
        <section key={group.kind} aria-labelledby={`found-${group.kind}`}>
          <h2 id={`found-${group.kind}`}>{group.title}</h2>
          <ul className={styles.found}>
            {group.found.map((found) => (
              <Found key={found.id} found={found} />
            ))}
          </ul>
          {group.more ? (
            <p className={styles.meta}>There are more. Add another word to find the one you look for.</p>
          ) : null}
        </section>
      ))}
    </>
  );
}

function Found({ found }: { found: Schema<'ThingFound'> }) {
  return (
    <li>
      <Link to={placeOf(found.kind, found.id)}>
        {found.ref && found.kind !== 'edition' && found.kind !== 'submission' ? `${found.ref} ` : ''}
        {found.name}
      </Link>
      {found.detail ? <span className={styles.meta}>{found.detail}</span> : null}
    </li>
  );
}
