import { typedNumber } from '@/lib/typed-number';
import { cellFault } from './cell-faults';
import fields from './EntryFields.module.css';
import { useEntering } from './entering';
import { NumberField } from './NumberField';
import type { Row } from './rows';
import { cellId, hasParts, nameOf, unitOf, valueText } from './typed';

const REASONS: [string, string][] = [
  ['', 'A figure'],
  ['awaited', 'Awaited: still to come'],
  ['not_available', 'Not available'],
  ['not_applicable', 'Not applicable'],
  ['not_due', 'Not due this period'],
  ['nil_return', 'Nil return'],
  ['suppressed', 'Suppressed'],
  ['error', 'Error in the figure'],
];
const SIGNS: Record<string, string> = { number: '', count: '' };

/** The figure as it is typed, or why there is none; with its numerator and denominator where it has them. */
export function ValueCell({ row }: { row: Row }) {
  const { store, tried } = useEntering();
  const { entry, typed } = row;
  const fault = cellFault(row, 'value', tried);
  const name = nameOf(entry);
  const unit = unitOf(entry);
  const sign = SIGNS[unit.toLowerCase()] ?? unit;
  return (
    <>
      {fault ? (
        <p className={fields.fault} id={`${cellId(entry.id, 'value')}-fault`}>
          <span className="govuk-visually-hidden">Error:</span> {fault}
        </p>
      ) : null}
      <span className={fields.typed}>
        <input
          id={cellId(entry.id, 'value')}
          data-column="value"
          data-entry={entry.id}
          className={fault ? `govuk-input ${fields.wrong}` : 'govuk-input'}
          inputMode="decimal"
          autoComplete="off"
          aria-label={`Actual for ${name}${sign ? `, in ${sign}` : ''}`}
          aria-invalid={fault ? true : undefined}
          aria-describedby={fault ? `${cellId(entry.id, 'value')}-fault` : undefined}
          placeholder={typed.value_state ? '–' : undefined}
          value={typed.value_state ? '' : valueText(entry, typed)}
          onChange={(event) => store.type(entry.id, { value: event.currentTarget.value, value_state: '' })}
          onBlur={() => {
            if (typed.value === '' && typed.denominator) store.type(entry.id, { value: null });
            void store.save(entry.id);
          }}
        />
        <span aria-hidden="true">{sign}</span>
      </span>
      {hasParts(entry) ? <Parts row={row} /> : null}
      <select
        id={cellId(entry.id, 'value_state')}
        className={fields.reason}
        aria-label={`Figure, or why there is none, for ${name}`}
        value={typed.value_state}
        onChange={(event) => store.type(entry.id, { value_state: event.currentTarget.value }, 0)}
      >
        {REASONS.map(([state, words]) => (
          <option key={state} value={state}>
            {words}
          </option>
        ))}
      </select>
      {entry.rating_rule?.kind === 'forecast' ? <Forecast row={row} /> : null}
    </>
  );
}

function Parts({ row }: { row: Row }) {
  const { entry, typed } = row;
  const { numerator_label, denominator_label } = entry.indicator?.definition ?? {};
  const zero = typedNumber(typed.denominator);
  return (
    <>
      <span className={fields.parts}>
        <NumberField row={row} field="numerator" label={`${numerator_label || 'Numerator'}: `} />
        of
        <NumberField row={row} field="denominator" label={`${denominator_label || 'Denominator'}: `} />
      </span>
      {zero.kind === 'number' && zero.value === 0 ? (
        <span className={fields.note}>Out of 0 there is no percentage: choose why below.</span>
      ) : null}
    </>
  );
}

function Forecast({ row }: { row: Row }) {
  return (
    <span className={fields.parts}>
      Year end
      <NumberField row={row} field="forecast" label="Forecast for the year’s end: " />
    </span>
  );
}
