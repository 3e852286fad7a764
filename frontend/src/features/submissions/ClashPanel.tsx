import { figureWords, sentence } from '@/lib/format';
import { ClashChoice } from './ClashChoice';
import { useEntering } from './entering';
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
    <ClashChoice
      id={cellId(entry.id, 'clash')}
      name={nameOf(entry)}
      rows={[...differing].map(([label, field]) => ({
        label,
        theirs: wordsOf(clash, typedOf(clash), field),
        mine: wordsOf(clash, typed, field),
      }))}
      onKeepMine={() => store.keepMine(entry.id)}
      onTakeTheirs={() => store.takeTheirs(entry.id)}
    />
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
