import type { Schema } from '@/api/client';
import type { FormValues } from '@/ui/Form';
import { TextField } from '@/ui/TextField';
import styles from './StageList.module.css';
import { legendOf } from './words';

type Legend = Schema<'FrameworkVersionRead'>['legend'];

/** What documents call each status, in the council's own words. */
export function LegendFields({ of }: { of: Legend }) {
  return (
    <>
      <h2>What documents call it</h2>
      <p>The words of your council for each rating and each status of an activity, as they are printed.</p>
      {of.map((row, index) => (
        <div key={`${row.of}-${row.key}`} className={styles.fields}>
          <TextField
            name={`legend/${index}/word`}
            label={`Word for: ${legendOf(row)}`}
            defaultValue={row.word}
          />
          <TextField
            name={`legend/${index}/meaning`}
            label={`Meaning of: ${legendOf(row)}`}
            defaultValue={row.meaning}
          />
        </div>
      ))}
    </>
  );
}

export function legendTyped(values: FormValues, of: Legend): Legend {
  return of.map((row, index) => ({
    ...row,
    word: values.text(`legend/${index}/word`),
    meaning: values.text(`legend/${index}/meaning`),
  }));
}
