import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Form } from '@/ui/Form';
import { loadTable, type Table, throwTableAway } from './history-queries';
import { addsWords } from './history-words';

/** Loading a table, or throwing it away. */
export function TableActions({ table }: { table: Table }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'load' | 'throw_away' | null>(null);
  const close = () => setAsking(null);
  const may = (action: string) => table.allowed_actions.includes(action);
  const open = table.indicators.filter((each) => each.provisional && !each.said).length;
  return (
    <>
      <div className="govuk-button-group">
        {may('load') && table.missing.length === 0 ? (
          <Button onClick={() => setAsking('load')}>Load the table</Button>
        ) : null}
        {may('throw_away') ? (
          <Button secondary onClick={() => setAsking('throw_away')}>
            Throw it away
          </Button>
        ) : null}
      </div>
      {asking === 'load' ? (
        <Dialog title="Load this table?" onClose={close}>
          <p>
            {`This adds ${addsWords(table)}. Figures are on record as printed and count as approved; nothing that is on record is overwritten.`}
          </p>
          {open > 0 ? (
            <p>
              {open === 1 ? 'Of one indicator' : `Of ${open} indicators`} nobody has said which way is good.
              Their figures are on record and not rated until somebody does.
            </p>
          ) : null}
          <Form submit="Load the table" onSubmit={() => loadTable(table)} onDone={close} onCancel={close}>
            {null}
          </Form>
        </Dialog>
      ) : null}
      {asking === 'throw_away' ? (
        <Dialog title="Throw this table away?" onClose={close}>
          <p>
            Nothing of it is on record. What you said of its columns and rows is forgotten; your own file
            stays.
          </p>
          <Form
            submit="Throw it away"
            warning
            onSubmit={async () => {
              await navigate({ to: '/set-up/history' });
              return throwTableAway(table);
            }}
            onCancel={close}
          >
            {null}
          </Form>
        </Dialog>
      ) : null}
    </>
  );
}
