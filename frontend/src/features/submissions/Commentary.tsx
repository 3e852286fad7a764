import { cellFault, cellReminder } from './cell-faults';
import fields from './EntryFields.module.css';
import { useEntering } from './entering';
import type { Row } from './rows';
import { cellId, nameOf, type Typed } from './typed';

/** The commentary on a figure: what lies behind it and what is done about it. */
export function Commentary({ row }: { row: Row }) {
  return <Words row={row} field="commentary" label={`Commentary on ${nameOf(row.entry)}`} />;
}

interface Props {
  row: Row;
  field: 'commentary' | 'update' | 'cause' | 'path_to_green';
  label: string;
  /** Shown above the field; without it the label is for screen readers, as the column's head shows it. */
  visible?: string;
}

/** Some sentences, saved as they are typed. */
export function Words({ row, field, label, visible }: Props) {
  const { store, tried } = useEntering();
  const { entry, typed } = row;
  const id = cellId(entry.id, field);
  const fault = cellFault(row, field, tried);
  const reminder = fault ? undefined : cellReminder(row, field);
  const note = fault ?? reminder;
  return (
    <div>
      {visible ? (
        <label htmlFor={id} className={fields.label}>
          {visible}
        </label>
      ) : null}
      {note ? (
        <p className={fault ? fields.fault : fields.note} id={`${id}-note`}>
          {fault ? <span className="govuk-visually-hidden">Error: </span> : null}
          {note}
        </p>
      ) : null}
      <textarea
        id={id}
        className={fault ? `govuk-textarea ${fields.wrong}` : 'govuk-textarea'}
        rows={1}
        aria-label={visible ? `${visible}: ${label}` : label}
        aria-invalid={fault ? true : undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        value={typed[field]}
        onChange={(event) => store.type(entry.id, { [field]: event.currentTarget.value } as Partial<Typed>)}
        onBlur={() => void store.save(entry.id)}
      />
    </div>
  );
}
