import { useNavigate } from '@tanstack/react-router';
import { LoadActions } from '@/ui/LoadActions';
import { loadTable, type Table, throwTableAway } from './history-queries';
import { addsWords } from './history-words';

/** Loading a table, or throwing it away. */
export function TableActions({ table }: { table: Table }) {
  const navigate = useNavigate();
  const open = table.indicators.filter((each) => each.provisional && !each.said).length;
  return (
    <LoadActions
      thing="table"
      mayLoad={table.allowed_actions.includes('load') && table.missing.length === 0}
      mayThrowAway={table.allowed_actions.includes('throw_away')}
      loading={
        <>
          <p>
            {`This adds ${addsWords(table)}. Figures are on record as printed and count as approved; nothing that is on record is overwritten.`}
          </p>
          {open > 0 ? (
            <p>
              {open === 1 ? 'Of one indicator' : `Of ${open} indicators`} nobody has said which way is good.
              Their figures are on record and not rated until somebody does.
            </p>
          ) : null}
        </>
      }
      forgets="its columns and rows"
      onLoad={() => loadTable(table)}
      onThrowAway={async () => {
        await navigate({ to: '/set-up/history' });
        return throwTableAway(table);
      }}
    />
  );
}
