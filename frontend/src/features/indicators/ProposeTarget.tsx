import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schema } from '@/api/client';
import { Choices } from '@/ui/Choices';
import { Form, type FormValues } from '@/ui/Form';
import { Notice } from '@/ui/Notice';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { periodsWanted, proposeTargets } from './propose-targets';
import { seriesQuery } from './queries';
import { usePeriods } from './use-periods';
import { breakdownWords } from './words';

interface Props {
  indicator: Schema<'IndicatorDetail'>;
  targets: Schema<'TargetRead'>[];
  /** With what was done, in words. */
  onClose: (words: string) => void;
}

/** A target for a period: what the checks find in it is shown, and explained, before it is proposed. */
export function ProposeTarget({ indicator, targets, onClose }: Props) {
  const periods = usePeriods(indicator.frequency);
  const { data: series } = useSuspenseQuery(seriesQuery(indicator.id, {}));
  const [shape, setShape] = useState('value');
  const [tried, setTried] = useState<Schema<'TargetTried'> | null>(null);
  const has = new Set(targets.filter((each) => each.breakdown === 'all').map((each) => each.period));
  const next = periods.find((each) => !has.has(each.code)) ?? periods[0];
  const unit = indicator.definition.unit_of_measure;

  async function propose(values: FormValues): Promise<string | null> {
    const wanted = periodsWanted(periods, values.text('period'), values.checked('and_later'));
    const found = await proposeTargets(indicator.id, bodyOf(values, series, tried), wanted);
    setTried(found);
    if (!found.clear) return null;
    return wanted.length === 1
      ? 'The target is proposed and waits for approval.'
      : `${wanted.length} targets are proposed and wait for approval.`;
  }

  return (
    <section aria-labelledby="propose">
      <h2 id="propose">Propose a target</h2>
      <Form
        submit={tried && !tried.clear ? 'Propose with these explanations' : 'Propose'}
        onSubmit={propose}
        onCancel={() => onClose('')}
        onDone={(words) => {
          if (words) onClose(words);
        }}
      >
        <Select
          name="period"
          label="Period"
          options={periods.map((each) => ({ value: each.code, label: each.label }))}
          defaultValue={next?.code}
        />
        {indicator.frequency === 'annual' ? null : (
          <Choices
            kind="checkboxes"
            name="and_later"
            label="For how long"
            optional
            choices={[{ value: 'yes', label: 'Propose the same for the later periods of that year' }]}
          />
        )}
        {series.length > 1 ? (
          <Select
            name="series"
            label="Of"
            options={series.map((each) => ({
              value: String(each.id),
              label: `${each.unit_name}, ${breakdownWords(each.breakdown).toLowerCase()}`,
            }))}
          />
        ) : null}
        <Choices
          kind="radios"
          inline
          name="shape"
          label="The target is"
          defaultValue={shape}
          onChange={(value) => setShape(value)}
          choices={[
            { value: 'value', label: 'One figure' },
            { value: 'range', label: 'A range' },
            { value: 'text', label: 'Words' },
          ]}
        />
        {shape === 'value' ? (
          <TextField name="value" label={`Target (${unit})`} inputMode="decimal" narrow />
        ) : null}
        {shape === 'range' ? (
          <>
            <TextField name="low" label={`From (${unit})`} inputMode="decimal" narrow />
            <TextField name="high" label={`To (${unit})`} inputMode="decimal" narrow />
          </>
        ) : null}
        {shape === 'text' ? (
          <TextField name="text" label="In words" hint="No rule can rate against words." maxLength={300} />
        ) : null}
        <TextArea
          name="rationale"
          label="Why this target"
          hint="For example: upper quartile of similar councils."
          rows={3}
        />
        {tried ? <Findings of={tried.findings} /> : null}
      </Form>
    </section>
  );
}

/** What was found, each with room for its explanation where it needs one. */
function Findings({ of }: { of: Schema<'FindingRead'>[] }) {
  if (of.length === 0) return null;
  return (
    <Notice kind="warning" title="The checks found something. Nothing is proposed yet.">
      {of.map((finding) =>
        finding.needs_explanation ? (
          <TextArea
            key={finding.code}
            name={`explanations/${finding.code}`}
            label={finding.sentence}
            hint="Correct the target, or explain why it is right. Whoever approves it reads this."
            rows={2}
          />
        ) : (
          <p key={finding.code}>
            <strong>{finding.name}.</strong> {finding.sentence} Correct the target.
          </p>
        ),
      )}
    </Notice>
  );
}

function bodyOf(
  values: FormValues,
  series: Schema<'SeriesRead'>[],
  tried: Schema<'TargetTried'> | null,
): Schema<'TargetCreate'> {
  const of = series.find((each) => String(each.id) === values.text('series'));
  const explained = (tried?.findings ?? []).flatMap(({ code }) => {
    const text = values.text(`explanations/${code}`);
    return text ? [[code, text] as const] : [];
  });
  return {
    period: values.text('period'),
    ...(of ? { unit_id: of.unit_id, breakdown: of.breakdown } : { breakdown: 'all' }),
    value: values.number('value'),
    low: values.number('low'),
    high: values.number('high'),
    text: values.text('text'),
    rationale: values.text('rationale'),
    explanations: Object.fromEntries(explained),
  };
}
