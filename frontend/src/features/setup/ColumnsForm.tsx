import { Form } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { Select } from '@/ui/Select';
import styles from './ColumnsForm.module.css';
import { sayOf, type Table } from './history-queries';
import { COLUMN_OPTIONS, columnWord, sideBySide } from './history-words';

/** Which column of the file is what: guessed from the headings, said by a person. */
export function ColumnsForm({ table }: { table: Table }) {
  return (
    <>
      <h2>1. Which column is what?</h2>
      {table.missing.length > 0 ? (
        <Notice kind="warning" title="Something is still missing">
          <p>Say which column is: {table.missing.map(columnWord).join(', ')}.</p>
        </Notice>
      ) : (
        <p>What the headings did not say, you can change here.</p>
      )}
      {sideBySide(table) ? (
        <p>
          The periods stand side by side, so each row is read as one for each period. A target, rating or
          comment that stands once in a row counts for the latest of them.
        </p>
      ) : null}
      <Form
        submit="Save the columns"
        onSubmit={(values) =>
          sayOf(table, {
            columns: Object.fromEntries(
              table.columns.map((column, at) => [column.heading, values.text(`column${at}`)]),
            ),
            own_names: table.councils
              .filter((council, at) => council.own || values.checked(`own${at}`))
              .map((council) => council.printed),
            months_name_quarters: values.checked('months'),
          })
        }
      >
        <div className={styles.columns}>
          {table.columns.map((column, at) => (
            <Select
              key={column.heading}
              name={`column${at}`}
              label={column.heading || 'A column without a heading'}
              hint={column.samples.length > 0 ? `For example: ${column.samples.join(' · ')}` : 'No cells.'}
              options={COLUMN_OPTIONS}
              empty="Do not read it"
              defaultValue={column.column}
            />
          ))}
        </div>
        {table.councils.map((council, at) =>
          council.own ? null : (
            <Tick key={council.printed} name={`own${at}`}>
              “{council.printed}” ({council.rows} rows) means your council
            </Tick>
          ),
        )}
        <Tick name="months" checked={table.months_name_quarters}>
          A month in the period column (“Jul 2024”) means the quarter that begins with it
        </Tick>
      </Form>
    </>
  );
}

function Tick({ name, checked, children }: { name: string; checked?: boolean; children: React.ReactNode }) {
  return (
    <div className="govuk-checkboxes govuk-checkboxes--small govuk-form-group">
      <div className="govuk-checkboxes__item">
        <input
          className="govuk-checkboxes__input"
          id={name}
          name={name}
          type="checkbox"
          defaultChecked={checked}
        />
        <label className="govuk-label govuk-checkboxes__label" htmlFor={name}>
          {children}
        </label>
      </div>
    </div>
  );
}
