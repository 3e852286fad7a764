import { useQueryClient } from '@tanstack/react-query';
import { faultAt } from '@/api/problems';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { TextField } from '@/ui/TextField';
import { type HistoryRow, sayOf, type Table, tableRowsQuery } from './history-queries';
import { lineWords } from './history-words';

const FIELDS = [
  ['period_label', 'Period', 'period'],
  ['value_as_printed', 'Figure', 'value'],
  ['target_as_printed', 'Target', 'target'],
] as const;

/** How a row is read, where it is not as it is printed; or why it is left out. */
export function MendRow({ table, row, onClose }: { table: Table; row: HistoryRow; onClose: () => void }) {
  return (
    <Dialog
      title={`Line ${lineWords(row.line, table)}: ${row.indicator || 'no indicator'}`}
      onClose={onClose}
    >
      {row.faults.map((fault) => (
        <p key={fault.column + fault.reason}>
          “{fault.text}”: {fault.reason}; {fault.advice}.
        </p>
      ))}
      <Form
        submit="Save"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={(values) => {
          const typed = FIELDS.filter(([column, , key]) => values.text(column) !== row[key]);
          // What was said of the row before stays, but for what is typed now.
          const read = {
            ...row.read_as,
            ...Object.fromEntries(typed.map(([column]) => [column, values.text(column)])),
          };
          return sayOf(table, { rows: [{ line: row.line, read, leave_out: values.text('leave_out') }] });
        }}
      >
        {FIELDS.map(([column, label, key]) => (
          <TextField key={column} name={column} label={label} defaultValue={row[key]} />
        ))}
        <TextField
          name="leave_out"
          label="Or leave the row out, because"
          hint="The reason is kept with the table."
          defaultValue={row.reason}
          optional
        />
      </Form>
    </Dialog>
  );
}

/** Every row that cannot be read left out at once, for one reason. */
export function LeaveAllOut({ table, onClose }: { table: Table; onClose: () => void }) {
  const client = useQueryClient();
  return (
    <Dialog title={`Leave out ${table.counts.unread} rows?`} onClose={onClose}>
      <p>They are not read, and the reason is kept with the table. You can mend each of them later.</p>
      <Form
        submit="Leave them out"
        onCancel={onClose}
        onDone={onClose}
        onSubmit={async (values) => {
          const leave_out = values.text('reason');
          if (!leave_out) throw faultAt('reason', 'Say why.');
          const { items } = await client.fetchQuery(tableRowsQuery(table.id, 'unread'));
          return sayOf(table, { rows: items.map(({ line }) => ({ line, read: {}, leave_out })) });
        }}
      >
        <TextField name="reason" label="Why" />
      </Form>
    </Dialog>
  );
}
