import type { View } from '@/api/view';
import { dayBefore, endOfDay, today } from '@/lib/dates';
import { FilterChoice, FilterDay } from '@/ui/Filters';
import { type Edition, editionChoice } from './words';

const A_DAY = 'day';

interface Props {
  label: string;
  view: View;
  editions: Edition[];
  onChoose: (view: View) => void;
}

/** One of two views: now, an edition, or the end of a day. */
export function ViewChoice({ label, view, editions, onChoose }: Props) {
  const chosen = view.pack ? String(view.pack) : view.as_of ? A_DAY : undefined;
  const options = editions.map((each) => ({ value: String(each.id), label: editionChoice(each) }));
  return (
    <>
      <FilterChoice
        label={label}
        wide
        all="As it stands now"
        value={chosen}
        options={[{ value: A_DAY, label: 'As it stood at the end of a day' }, ...options]}
        onChange={(value) =>
          onChoose(
            value === A_DAY
              ? { pack: undefined, as_of: endOfDay(dayBefore(today())) }
              : { pack: value ? Number(value) : undefined, as_of: undefined },
          )
        }
      />
      {chosen === A_DAY ? (
        <FilterDay
          label={`Day of v${label.slice(1)}`}
          value={view.as_of?.slice(0, 10)}
          onChange={(day) => (day ? onChoose({ pack: undefined, as_of: endOfDay(day) }) : undefined)}
        />
      ) : null}
    </>
  );
}
