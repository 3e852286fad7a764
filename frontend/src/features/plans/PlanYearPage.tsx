import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { moment, today } from '@/lib/dates';
import { FilterChoice, Filters } from '@/ui/Filters';
import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { PageTitle } from '@/ui/PageTitle';
import { TextArea } from '@/ui/TextArea';
import styles from './Plans.module.css';
import { planQuery, planYearQuery } from './queries';
import { reportedYear, yearCode, yearOf } from './words';

/** What is written of each priority's year, which the annual report prints. */
export function PlanYearPage() {
  const { planId } = useParams({ from: '/staff/plans/$planId/year' });
  const id = Number(planId);
  const { year: asked } = useSearch({ from: '/staff/plans/$planId/year' });
  const navigate = useNavigate({ from: '/plans/$planId/year' });
  const { data: plan } = useSuspenseQuery(planQuery(id));
  const years = yearsOf(plan);
  const here = years.find((each) => each === asked) ?? newest(years);
  const { data: read } = useSuspenseQuery(planYearQuery(id, here));
  return (
    <>
      <PageTitle
        caption={plan.title}
        crumbs={[
          { label: 'Plans', to: '/plans' },
          { label: plan.title, to: `/plans/${planId}` },
        ]}
      >
        Words for the annual report {read.year_label}
      </PageTitle>
      <p>
        What each priority’s year was like: what was achieved, what was missed and why. The edition of the
        last quarter copies it in when it is sealed; what is written later stands in the next edition.
      </p>
      {years.length > 1 ? (
        <Filters label="Choose the year">
          <FilterChoice
            label="Year"
            all={label(here)}
            value={undefined}
            options={years
              .filter((each) => each !== here)
              .reverse()
              .map((value) => ({ value, label: label(value) }))}
            onChange={(value) => void navigate({ search: { year: value }, replace: true })}
          />
        </Filters>
      ) : null}
      {read.items.length === 0 ? (
        <Notice>
          <p>The plan has no priorities yet. Add them on the plan’s own page first.</p>
        </Notice>
      ) : null}
      {read.items.map((each) => (
        <PriorityWords key={`${here} ${each.priority_id}`} words={each} year={here} />
      ))}
    </>
  );
}

function PriorityWords({ words, year }: { words: Schema<'PriorityYearRead'>; year: string }) {
  const name = `${words.theme}: ${words.name}`;
  return (
    <section aria-labelledby={`words-${words.priority_id}`} className={styles.entry}>
      <h2 id={`words-${words.priority_id}`}>{name}</h2>
      {words.allowed_actions.includes('write') ? (
        <Form
          submit={`Save the words on ${words.name}`}
          onSubmit={(values) =>
            unwrap(
              api.PUT('/api/v1/priorities/{priority_id}/years/{year}', {
                params: {
                  path: { priority_id: words.priority_id, year },
                  header: ifMatch(words.version),
                },
                body: { progress: values.text('progress') },
              }),
            )
          }
        >
          <TextArea
            name="progress"
            label="Progress in the year"
            hint="Paragraphs, lists and **bold** are kept in the report."
            rows={5}
            defaultValue={words.progress}
          />
        </Form>
      ) : (
        <p>{words.progress || 'Nothing is written yet. Its services and the performance team write here.'}</p>
      )}
      {words.written_at ? <p className={styles.meta}>Written on {moment(words.written_at)}.</p> : null}
    </section>
  );
}

/** The year that is reported on; where the plan does not reach so far, its last one. */
function newest(years: string[]): string {
  const year = reportedYear(today());
  return years.find((each) => each === year) ?? years[years.length - 1] ?? year;
}

/** The years that the plan has begun, oldest first. */
function yearsOf(plan: Schema<'PlanTree'>): string[] {
  const last = [plan.superseded_on ?? plan.end_on, today()].sort()[0] ?? plan.end_on;
  const first = Number(yearOf(plan.start_on).slice(0, 4));
  const until = Math.max(first, Number(yearOf(last).slice(0, 4)));
  return Array.from({ length: until - first + 1 }, (_, number) => yearCode(first + number));
}

function label(code: string) {
  return code.replace('-', '/');
}
