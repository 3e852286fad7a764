import { things } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Notice } from '@/ui/Notice';
import { useSummary } from './entering';
import type { EntryStore } from './entry-store';

/** What was typed before and never reached the service is back in its cells, and says so. */
export function RestoredNotice({ store }: { store: EntryStore }) {
  const { restored } = useSummary(store);
  if (restored === 0) return null;
  return (
    <Notice kind="warning" title="What you typed before is back">
      <p>
        {things(restored, 'row')} could not be saved last time. What you typed was kept in this browser and
        stands in its cells again.
      </p>
      <div className="govuk-button-group">
        <Button onClick={() => void store.saveAll()}>Save it now</Button>
        <Button secondary onClick={() => store.discardRestored()}>
          Discard it
        </Button>
      </div>
    </Notice>
  );
}
