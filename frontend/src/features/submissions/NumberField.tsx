import { cellFault } from './cell-faults';
import fields from './EntryFields.module.css';
import { useEntering } from './entering';
import type { Row } from './rows';
import { cellId, nameOf, type Typed } from './typed';

interface Props {
  row: Row;
  field: 'numerator' | 'denominator' | 'forecast';
  label: string;
}

/** A number beside the figure: a part of it, or what the owner expects of the year. */
export function NumberField({ row, field, label }: Props) {
  const { store, tried } = useEntering();
  const { entry, typed } = row;
  const fault = cellFault(row, field, tried);
  return (
    <span>
      <input
        id={cellId(entry.id, field)}
        data-column={field}
        className={fault ? `govuk-input ${fields.wrong}` : 'govuk-input'}
        inputMode="decimal"
        autoComplete="off"
        aria-label={label + nameOf(entry)}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${cellId(entry.id, field)}-fault` : undefined}
        value={typed[field]}
        onChange={(event) => store.type(entry.id, { [field]: event.currentTarget.value } as Partial<Typed>)}
        onBlur={() => void store.save(entry.id)}
      />
      {fault ? (
        <span className={fields.fault} id={`${cellId(entry.id, field)}-fault`}>
          {fault}
        </span>
      ) : null}
    </span>
  );
}
