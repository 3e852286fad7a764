import { cellFault } from './cell-faults';
import fields from './EntryFields.module.css';
import { useEntering } from './entering';
import panels from './RowPanels.module.css';
import type { Row } from './rows';
import { cellId, isSavedFigure, nameOf } from './typed';

/** The warnings on a figure, each with the explanation that goes with the figure to everybody who reviews it. */
export function Explanations({ row }: { row: Row }) {
  const { store, tried } = useEntering();
  const { entry, typed } = row;
  if (!isSavedFigure(entry, typed)) return null;
  const warnings = entry.findings.filter((finding) => finding.severity === 'warning');
  return warnings.map((warning) => {
    const field = `explanations/${warning.code}`;
    const id = cellId(entry.id, field);
    const fault = tried ? cellFault(row, field, tried) : undefined;
    if (!warning.needs_explanation) {
      return (
        <p key={warning.code} className={panels.warning}>
          <strong>Check:</strong> {warning.sentence}
        </p>
      );
    }
    return (
      <div key={warning.code} className={panels.warning}>
        <label htmlFor={id}>
          <strong>Check:</strong> {warning.sentence} Reviewers will see your explanation.
        </label>
        {fault ? <p className={fields.fault}>Error: this needs its explanation.</p> : null}
        <textarea
          id={id}
          rows={1}
          className={fault ? `govuk-textarea ${fields.wrong}` : 'govuk-textarea'}
          aria-label={`Explanation for ${nameOf(entry)}: ${warning.sentence}`}
          value={typed.explanations[warning.code] ?? ''}
          onChange={(event) =>
            store.type(entry.id, {
              explanations: { ...typed.explanations, [warning.code]: event.currentTarget.value },
            })
          }
          onBlur={() => void store.save(entry.id)}
        />
      </div>
    );
  });
}
