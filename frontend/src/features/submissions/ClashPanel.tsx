import { figureWords, sentence } from '@/lib/format';
import { Button } from '@/ui/Button';
import { useEntering } from './entering';
import panels from './RowPanels.module.css';
import type { Row } from './rows';
import { cellId, changesOf, type Entry, nameOf, type Typed, typedOf, unitOf, valueText } from './typed';

const FIELDS: Record<string, string> = {
  value: 'Actual',
  value_state: 'Actual',
  numerator: 'Numerator',
  denominator: 'Denominator',
  forecast: 'Forecast',
  provisional: 'Provisional',
  commentary: 'Commentary',
  explanations: 'Explanations',
  status: 'Status',
  percent_complete: 'Percent complete',
  update: 'Update',
  cause: 'Cause',
  path_to_green: 'Path to green',
};

/** Two people in one row: theirs beside yours, and a choice. Nothing typed is lost before it is made. */
export function ClashPanel({ row }: { row: Row }) {
  const { store } = useEntering();
  const { clash, entry, typed } = row;
  if (!clash) return null;
  const { body, faults } = changesOf(clash, typed);
  const differing = new Map(
    Object.keys({ ...body, ...faults }).map((field) => [FIELDS[field] ?? sentence(field), field]),
  );
  return (
    <section
      className={panels.clash}
      id={cellId(entry.id, 'clash')}
      tabIndex={-1}
      aria-label={`Changed by somebody else: ${nameOf(entry)}`}
    >
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
          {[...differing].map(([label, field]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{wordsOf(clash, typedOf(clash), field)}</td>
              <td>{wordsOf(clash, typed, field)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="govuk-button-group">
        <Button secondary onClick={() => store.keepMine(entry.id)}>
          Keep mine
        </Button>
        <Button secondary onClick={() => store.takeTheirs(entry.id)}>
          Take theirs
        </Button>
      </div>
    </section>
  );
}

function wordsOf(entry: Entry, typed: Typed, field: string): string {
  if (field === 'value' || field === 'value_state') {
    if (typed.value_state)
      return figureWords({
        value: null,
        value_state: typed.value_state,
        unit_of_measure: unitOf(entry),
        decimals: 0,
      });
    return valueText(entry, typed) || 'Nothing';
  }
  const value = typed[field as keyof Typed];
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (value !== null && typeof value === 'object') return Object.values(value).join('; ') || 'Nothing';
  return (field === 'status' && value ? sentence(value) : value) || 'Nothing';
}
