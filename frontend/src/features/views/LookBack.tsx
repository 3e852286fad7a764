import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId } from 'react';
import { NOW, type View } from '@/api/view';
import { dayBefore, endOfDay, today } from '@/lib/dates';
import { Button } from '@/ui/Button';
import { Busy } from '@/ui/Progress';
import { editionsQuery } from './queries';
import styles from './ViewBar.module.css';
import { editionChoice } from './words';

interface Props {
  view: View;
  onDone: () => void;
}

/** Chooses from where the page is seen: an edition as a body had it, or the end of a day. */
export function LookBack({ view, onDone }: Props) {
  const id = useId();
  const navigate = useNavigate();
  const { data: editions, isError } = useQuery(editionsQuery());
  function show(wanted: View, period?: string) {
    // An edition has its own quarter; a page that was asked for another one would show nothing of it.
    const quarter = wanted.pack ? { period } : {};
    void navigate({ to: '.', search: (all) => ({ ...all, ...NOW, ...wanted, ...quarter }) });
    onDone();
  }
  function showEdition(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const pack = Number(new FormData(event.currentTarget).get('edition'));
    if (pack) show({ pack });
  }
  function showDay(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const day = String(new FormData(event.currentTarget).get('day') ?? '');
    if (day) show({ as_of: endOfDay(day) });
  }
  return (
    <div className={styles.choices}>
      {editions && editions.length > 0 ? (
        <form onSubmit={showEdition} className={styles.choice}>
          <label htmlFor={`${id}-edition`}>As a body saw it</label>
          <select
            id={`${id}-edition`}
            name="edition"
            className="govuk-select"
            defaultValue={String(view.pack ?? editions[0]?.id ?? '')}
          >
            {editions.map((each) => (
              <option key={each.id} value={each.id}>
                {editionChoice(each)}
              </option>
            ))}
          </select>
          <Button secondary type="submit">
            Show the edition
          </Button>
        </form>
      ) : null}
      {editions?.length === 0 || isError ? (
        <p>{isError ? 'The editions could not be read.' : 'No edition has been issued that you may read.'}</p>
      ) : null}
      {editions || isError ? null : <Busy>Reading the editions …</Busy>}
      <form onSubmit={showDay} className={styles.choice}>
        <label htmlFor={`${id}-day`}>As it stood at the end of a day</label>
        <input
          id={`${id}-day`}
          name="day"
          type="date"
          required
          max={dayBefore(today())}
          className="govuk-input"
          defaultValue={view.as_of?.slice(0, 10) ?? ''}
        />
        <Button secondary type="submit">
          Show the day
        </Button>
      </form>
    </div>
  );
}
