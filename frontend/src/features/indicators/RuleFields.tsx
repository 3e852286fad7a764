import { useState } from 'react';
import type { Schema } from '@/api/client';
import type { FormValues } from '@/ui/Form';
import { Select } from '@/ui/Select';
import { TextField } from '@/ui/TextField';
import { optionsOf, RULES } from './words';

interface Parameter {
  name: string;
  label: (unit: string) => string;
  hint?: string;
  optional?: boolean;
}

const GREEN = 'On target where the target is missed by at most';
const AMBER = 'Near target where it is missed by at most';
const points = (unit: string) => (unit === '%' ? 'percentage points' : unit || 'unit of measure');
const within = (words: string) => (unit: string) => `${words} (${points(unit)})`;

const PARAMETERS: Record<string, Parameter[]> = {
  relative: [
    { name: 'green_within', label: () => `${GREEN} (% of the target)`, hint: '0: the target has to be met.' },
    { name: 'amber_within', label: () => `${AMBER} (% of the target)` },
  ],
  points: [
    { name: 'green_within', label: within(GREEN), hint: '0: the target has to be met.' },
    { name: 'amber_within', label: within(AMBER) },
  ],
  thresholds: [
    { name: 'green', label: (unit) => `On target from (${unit || 'unit of measure'})` },
    { name: 'amber', label: (unit) => `Near target from (${unit || 'unit of measure'})` },
  ],
  range: [
    {
      name: 'low',
      label: (unit) => `Lowest on target (${unit || 'unit of measure'})`,
      hint: "Leave both ends empty to take each period's target.",
      optional: true,
    },
    { name: 'high', label: (unit) => `Highest on target (${unit || 'unit of measure'})`, optional: true },
    { name: 'amber_within', label: within('Near target where it is outside by at most') },
  ],
  last_year: [{ name: 'green_within', label: within(GREEN), hint: '0: the target has to be met.' }],
  forecast: [{ name: 'green_within', label: within(GREEN), hint: '0: the target has to be met.' }],
  contextual: [],
};

interface Props {
  of?: Schema<'RuleRead'> | null;
  unit: string;
  /** Where the rule stands in the body that is sent: "rating_rule/" in a new indicator's. */
  prefix?: string;
  /** A choice that stands first and means no rule of its own. */
  none?: string;
}

/** The kind of a rating rule and what it needs. */
export function RuleFields({ of, unit, prefix = '', none }: Props) {
  const [kind, setKind] = useState(of?.kind ?? (none ? '' : 'relative'));
  return (
    <>
      <Select
        name={`${prefix}kind`}
        label="How it is rated"
        {...(none ? { empty: none } : {})}
        options={optionsOf(RULES).filter((each) => each.value !== 'contextual')}
        value={kind}
        onChange={(event) => setKind(event.currentTarget.value as typeof kind)}
      />
      {(PARAMETERS[kind] ?? []).map((each) => (
        <TextField
          key={`${kind} ${each.name}`}
          name={`${prefix}parameters/${each.name}`}
          label={each.label(unit)}
          hint={each.hint}
          optional={each.optional ?? false}
          inputMode="decimal"
          narrow
          defaultValue={of?.kind === kind ? (of.parameters[each.name] ?? '') : ''}
        />
      ))}
    </>
  );
}

/** What was typed into `RuleFields`; nothing where none was chosen. */
export function ruleTyped(values: FormValues, prefix = '') {
  const kind = values.text(`${prefix}kind`);
  if (!kind) return undefined;
  const parameters: Record<string, number> = {};
  for (const { name } of PARAMETERS[kind] ?? []) {
    const value = values.number(`${prefix}parameters/${name}`);
    if (value !== null) parameters[name] = value;
  }
  return { kind: kind as Schema<'RuleCreate'>['kind'], parameters };
}
