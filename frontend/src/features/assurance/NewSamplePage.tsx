import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { unitsQuery } from '@/api/organisation';
import { useMay } from '@/api/session';
import { usePeriods } from '@/features/indicators/use-periods';
import { today } from '@/lib/dates';
import { periodOfCode } from '@/lib/periods';
import { Choices } from '@/ui/Choices';
import { Form, type FormValues } from '@/ui/Form';
import { NotAllowed } from '@/ui/NotAllowed';
import { PageTitle } from '@/ui/PageTitle';
import { Select } from '@/ui/Select';
import { TextArea } from '@/ui/TextArea';
import { TextField } from '@/ui/TextField';
import { editionsQuery, themesQuery } from './queries';

const CRUMBS = [{ label: 'Audit samples', to: '/assurance/samples' as const }];

/** Draws a sample of indicators: how many, from which figures, with which seed. */
export function NewSamplePage() {
  if (!useMay('draw_sample')) return <NotAllowed title="Draw a sample" crumbs={CRUMBS} />;
  return <Draw />;
}

function Draw() {
  const navigate = useNavigate();
  const { edition } = useSearch({ from: '/staff/assurance/samples/new' });
  const [from, setFrom] = useState<'period' | 'edition'>(edition ? 'edition' : 'period');
  return (
    <>
      <PageTitle crumbs={CRUMBS}>Draw a sample</PageTitle>
      <p>
        The draw is recorded with your name, its seed and the list that was drawn from. It cannot be changed:
        draw another one if you need other indicators.
      </p>
      <Form
        submit="Draw the sample"
        onCancel={() => void navigate({ to: '/assurance/samples' })}
        onSubmit={(values) => unwrap(api.POST('/api/v1/assurance-samples', { body: bodyOf(values) }))}
        onDone={(sample) =>
          navigate({ to: '/assurance/samples/$sampleId', params: { sampleId: String(sample.id) } })
        }
      >
        <TextField
          name="size"
          label="How many indicators"
          type="number"
          narrow
          min={1}
          max={50}
          defaultValue="10"
        />
        <Choices
          kind="radios"
          inline
          name="from"
          label="From which figures"
          choices={[
            { value: 'period', label: 'Those that stand for a period' },
            { value: 'edition', label: 'Those that an edition holds, as members had them' },
          ]}
          defaultValue={from}
          onChange={(value) => setFrom(value === 'edition' ? 'edition' : 'period')}
        />
        {from === 'edition' ? <EditionChoice chosen={edition} /> : <PeriodChoice />}
        <Scope />
        <TextField
          name="seed"
          label="Seed"
          hint="Any words or numbers, for example from a dice or the day’s newspaper. Left empty, one is made and stated."
          optional
          narrow
        />
        <TextArea
          name="purpose"
          label="What for"
          hint="For example the audit and its reference."
          optional
          rows={2}
        />
      </Form>
    </>
  );
}

function bodyOf(values: FormValues) {
  return {
    size: values.chosen('size'),
    seed: values.optional('seed'),
    period: values.optional('period'),
    edition_id: values.number('edition_id'),
    unit: values.optional('unit'),
    theme_id: values.number('theme_id'),
    by_unit: values.checked('by_unit'),
    purpose: values.text('purpose'),
  };
}

function PeriodChoice() {
  const spans = ['quarterly', 'annual', 'monthly'] as const;
  const quarters = usePeriods(spans[0], 2);
  const years = usePeriods(spans[1], 2);
  const months = usePeriods(spans[2], 1);
  const ended = [...quarters, ...years, ...months].filter((each) => each.start_on <= today());
  const options = ended
    .sort((one, other) => other.end_on.localeCompare(one.end_on))
    .map((each) => ({ value: each.code, label: each.label }));
  const last = quarters.filter((each) => each.end_on < today()).at(-1);
  return <Select name="period" label="Period" options={options} defaultValue={last?.code} />;
}

function EditionChoice({ chosen }: { chosen: number | undefined }) {
  const { data } = useSuspenseInfiniteQuery(editionsQuery());
  const options = data.pages
    .flatMap((page) => page.items)
    .map((each) => ({
      value: String(each.id),
      label: `${periodOfCode(each.period_code)}, edition ${each.number}`,
    }));
  return (
    <Select
      name="edition_id"
      label="Edition"
      options={options}
      defaultValue={chosen ? String(chosen) : options[0]?.value}
    />
  );
}

function Scope() {
  const { data: units } = useSuspenseQuery(unitsQuery());
  const { data: themes } = useSuspenseQuery(themesQuery());
  return (
    <>
      <Select
        name="unit"
        label="Only of"
        optional
        empty="The whole council"
        options={units
          .filter((each) => each.parent_id !== null)
          .map((each) => ({ value: each.code, label: each.name }))}
      />
      <Select
        name="theme_id"
        label="Only of the theme"
        optional
        empty="All themes"
        options={themes.map((each) => ({ value: String(each.id), label: each.name }))}
      />
      <Choices
        kind="checkboxes"
        name="by_unit"
        label="Shares"
        choices={[{ value: 'yes', label: 'Each service gives its share of the sample' }]}
      />
    </>
  );
}
