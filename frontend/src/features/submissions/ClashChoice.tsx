import { Button } from '@/ui/Button';
import panels from './RowPanels.module.css';

interface Props {
  id: string;
  /** What the row is of. */
  name: string;
  /** Each field that both changed, in words. */
  rows: { label: string; theirs: string; mine: string }[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
}

/** Two people in one row: theirs beside yours, and a choice. Nothing typed is lost before it is made. */
export function ClashChoice({ id, name, rows, onKeepMine, onTakeTheirs }: Props) {
  return (
    <section className={panels.clash} id={id} tabIndex={-1} aria-label={`Changed by somebody else: ${name}`}>
      <p role="status">
        <strong>Changed by somebody else while you were typing.</strong> Nothing is lost: choose what stays.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="govuk-visually-hidden">Field</span>
            </th>
            <th scope="col">Theirs, saved</th>
            <th scope="col">Yours</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, theirs, mine }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{theirs}</td>
              <td>{mine}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="govuk-button-group">
        <Button secondary onClick={onKeepMine}>
          Keep mine
        </Button>
        <Button secondary onClick={onTakeTheirs}>
          Take theirs
        </Button>
      </div>
    </section>
  );
}
