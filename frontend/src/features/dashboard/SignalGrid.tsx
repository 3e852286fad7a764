import { RATINGS, VARIATIONS } from '@/lib/status';
import { StatusTag } from '@/ui/StatusTag';
import styles from './SignalGrid.module.css';
import { type Beside, cellWords, SIGNALS, type SignalKey } from './signals';
import { useShow } from './use-show';
import { STATUSES, type StatusKey } from './words';

interface Props {
  rows: Beside[];
  status: StatusKey | undefined;
  signal: SignalKey | undefined;
}

/** How many figures have which status and which signal; pressing a number shows those. */
export function SignalGrid({ rows, status, signal }: Props) {
  const show = useShow();
  const statuses = STATUSES.filter((key) => rows.some((row) => row.status === key));
  const signals = SIGNALS.filter((key) => key !== 'changed' || rows.some((row) => row.variation === key));
  const count = (of: StatusKey, what: SignalKey | null) =>
    rows.filter((row) => row.status === of && row.variation === what).length;
  return (
    <div className={styles.scrolls}>
      <table className={styles.grid}>
        <caption className="govuk-visually-hidden">Figures by status and signal</caption>
        <thead>
          <tr>
            <th scope="col">Status</th>
            {signals.map((key) => (
              <th key={key} scope="col">
                <StatusTag {...VARIATIONS[key]} />
              </th>
            ))}
            <th scope="col">No limits</th>
            <th scope="col">All</th>
          </tr>
        </thead>
        <tbody>
          {statuses.map((row) => (
            <tr key={row}>
              <th scope="row">{row === 'contextual' ? 'Contextual' : <StatusTag {...RATINGS[row]} />}</th>
              {signals.map((column) => {
                const number = count(row, column);
                const pressed = status === row && signal === column;
                return (
                  <td key={column}>
                    <button
                      type="button"
                      className={styles.count}
                      aria-pressed={pressed}
                      aria-label={`${cellWords(row, column)}: ${number}`}
                      disabled={number === 0 && !pressed}
                      onClick={() =>
                        show(
                          pressed
                            ? { status: undefined, signal: undefined }
                            : { status: row, signal: column },
                        )
                      }
                    >
                      {number}
                    </button>
                  </td>
                );
              })}
              <td>{count(row, null)}</td>
              <td>{rows.filter((each) => each.status === row).length}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">All</th>
            {signals.map((key) => (
              <td key={key}>{rows.filter((row) => row.variation === key).length}</td>
            ))}
            <td>{rows.filter((row) => row.variation === null).length}</td>
            <td>{rows.length}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
