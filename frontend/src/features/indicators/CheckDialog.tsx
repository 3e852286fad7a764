import { api, ifMatch, type Schema, unwrap } from '@/api/client';
import { Choices } from '@/ui/Choices';
import { Dialog } from '@/ui/Dialog';
import { Form, type FormValues } from '@/ui/Form';
import { TextField } from '@/ui/TextField';
import { SEVERITIES } from './words';

interface Props {
  check: Schema<'IndicatorCheckRead'>;
  checks: Schema<'IndicatorChecksRead'>;
  onClose: () => void;
}

type Setting = Schema<'Setting'>;

/** Sets how severe a check is for one indicator, and why. */
export function CheckDialog({ check, checks, onClose }: Props) {
  return (
    <Dialog title={check.name} onClose={onClose}>
      <p>{check.sentence} The setting holds for this indicator alone, and its reason is kept.</p>
      <Form
        submit="Save"
        onCancel={onClose}
        onSubmit={(values) =>
          unwrap(
            api.PUT('/api/v1/indicators/{indicator_id}/checks', {
              params: { path: { indicator_id: checks.indicator_id }, header: ifMatch(checks.version) },
              body: { checks: settingsWith(check.code, values, checks) },
            }),
          )
        }
        onDone={onClose}
      >
        <Choices
          kind="radios"
          name="checks/0/severity"
          label="If it finds something"
          defaultValue={check.setting ?? ''}
          choices={[
            { value: '', label: `As usual: ${SEVERITIES[check.severity]?.toLowerCase()}` },
            ...Object.entries(SEVERITIES).map(([value, label]) => ({ value, label })),
          ]}
        />
        <TextField
          name="checks/0/reason"
          label="Why it differs"
          hint="For example: arrears of earlier years are counted when they are paid. Not needed for as usual."
          defaultValue={check.reason ?? ''}
        />
      </Form>
    </Dialog>
  );
}

/** All settings are sent together: those there were, with this one in the place of its own. */
function settingsWith(code: string, values: FormValues, checks: Schema<'IndicatorChecksRead'>) {
  const kept = checks.items
    .filter((each) => each.setting !== null && each.code !== code)
    .map((each) => ({ code: each.code, severity: each.setting as Setting, reason: each.reason ?? '' }));
  const severity = values.text('checks/0/severity');
  return severity
    ? // The service names the place in the list; the first is this form's.
      [{ code, severity: severity as Setting, reason: values.text('checks/0/reason') }, ...kept]
    : kept;
}
