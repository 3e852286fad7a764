import type { Schema } from '@/api/client';
import { RATINGS } from '@/lib/status';
import { Choices } from '@/ui/Choices';
import type { FormValues } from '@/ui/Form';
import { TextField } from '@/ui/TextField';

type Rated = Schema<'CalendarRead'>['commentary_for'][number];

const NEEDS: Rated[] = ['red', 'amber', 'green'];

/** What the framework allows time for, and what it wants beside a figure. */
export function CalendarFields({ of }: { of: Schema<'CalendarRead'> }) {
  return (
    <>
      <h2>Calendar</h2>
      <TextField
        name="calendar/submission_days"
        label="Working days after the quarter’s end until services submit"
        inputMode="numeric"
        narrow
        defaultValue={of.submission_days}
      />
      <TextField
        name="calendar/papers_clear_days"
        label="Clear working days by which papers precede a meeting"
        hint="Five, by law, for meetings in public."
        inputMode="numeric"
        narrow
        defaultValue={of.papers_clear_days}
      />
      <TextField
        name="calendar/proposal_days"
        label="Working days before a year begins for services to propose its targets"
        hint="So long before the year begins."
        inputMode="numeric"
        narrow
        defaultValue={of.proposal_days}
      />
      <Choices
        kind="checkboxes"
        name="calendar/commentary_for"
        label="Commentary is needed for figures that are"
        inline
        defaultValue={of.commentary_for}
        choices={NEEDS.map((value) => ({ value, label: RATINGS[value].word }))}
      />
      <Choices
        kind="checkboxes"
        name="calendar/action_for_red"
        label="Actions"
        defaultValue={of.action_for_red ? ['yes'] : []}
        choices={[
          { value: 'yes', label: 'A figure off target needs an action under way before it is submitted' },
        ]}
      />
    </>
  );
}

export function calendarTyped(values: FormValues): Schema<'Calendar'> {
  const days = (name: string) => (values.number(`calendar/${name}`) ?? undefined) as number;
  return {
    submission_days: days('submission_days'),
    proposal_days: days('proposal_days'),
    papers_clear_days: days('papers_clear_days'),
    commentary_for: values.all('calendar/commentary_for') as Rated[],
    action_for_red: values.checked('calendar/action_for_red'),
  };
}
