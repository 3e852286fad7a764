import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { LastDayDialog } from '@/ui/LastDayDialog';

/** Sets the last day of a unit, or takes it back. */
export function EndUnit({ unit, onClose }: { unit: Schema<'UnitRead'>; onClose: () => void }) {
  return (
    <LastDayDialog
      title={`End ${unit.name}`}
      submit="Save"
      lastDay={unit.valid_to}
      onClose={onClose}
      onSend={(valid_to) =>
        unwrap(
          api.PATCH('/api/v1/units/{unit_id}', {
            params: { path: { unit_id: unit.id }, header: ifMatch(unit.version) },
            body: { valid_to },
          }),
        )
      }
    >
      After its last day it is not offered for new work. What it reported stays on record, for ever. Give its
      indicators, posts and activities to other units; they are listed on this page. Leave the day empty if
      there is no last day.
    </LastDayDialog>
  );
}
