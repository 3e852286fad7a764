import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { indicator } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, server } from '@/testing/server';

const NAMES = ['completeness', 'uniqueness', 'consistency', 'timeliness', 'validity', 'accuracy'] as const;

function assessment(of: Partial<Schema<'QualityAssessmentRead'>> = {}): Schema<'QualityAssessmentRead'> {
  return {
    id: 5,
    number: 2,
    indicator_id: 1,
    overall: 'serious_concerns',
    conclusion: 'The lists are gone.',
    dimensions: NAMES.map((dimension) => ({
      dimension,
      judgement: dimension === 'accuracy' ? 'serious_concerns' : 'good',
      note: dimension === 'accuracy' ? 'Restated twice.' : '',
      on_record: [`Said of ${dimension}.`],
    })),
    next_review_on: '2099-01-01',
    assessed_by: null,
    assessed_at: '2026-11-01T10:00:00Z',
    stands: true,
    ...of,
  };
}

const RECORD: Schema<'QualityOnRecord'> = {
  indicator_id: 1,
  since: '2024-12-01',
  dimensions: NAMES.map((dimension) => ({
    dimension,
    sentences: [`The record says of ${dimension}.`],
    worth_a_look: dimension === 'accuracy',
  })),
};

test('what was judged stands with what the record said then, and what was judged before it', async () => {
  answers('/api/v1/indicators/1', indicator());
  answers('/api/v1/people/known-as', listOf());
  answers('/api/v1/actions', listOf());
  answers(
    '/api/v1/indicators/1/data-quality-assessments',
    listOf(assessment(), assessment({ id: 4, number: 1, overall: 'good', stands: false })),
  );
  renderPage('/indicators/1/data-quality');
  const table = await screen.findByRole('table', { name: 'The six dimensions, assessment 2' });
  const row = within(table).getByRole('row', { name: /^Accuracy/ });
  expect(row).toHaveTextContent('Serious concernsRestated twice.Said of accuracy.');
  expect(screen.getByText(/1 November 2026: good/)).toBeInTheDocument();
  expect(screen.queryByText('The review is due')).toBeNull();
  expect(screen.queryByRole('link', { name: /^Assess/ })).toBeNull();
  expect(screen.queryByRole('heading', { name: 'What the record says now' })).toBeNull();
});

test('each dimension is judged beside what the record says of it, and a missing note is asked for there', async () => {
  answers('/api/v1/indicators/1', indicator());
  answers('/api/v1/people/known-as', listOf());
  answers('/api/v1/indicators/1/data-quality-on-record', RECORD);
  const sent: unknown[] = [];
  server.use(
    http.post('*/api/v1/indicators/1/data-quality-assessments', async ({ request }) => {
      sent.push(await request.json());
      const detail = 'Say what the concern is: what was found, and where.';
      return HttpResponse.json(
        {
          type: 'invalid',
          title: 'Unprocessable Content',
          status: 422,
          detail,
          instance: '/',
          errors: [{ pointer: '/dimensions/accuracy/note', code: 'note_required', detail }],
        },
        { status: 422 },
      );
    }),
  );
  const { user } = renderPage('/indicators/1/data-quality/new', ['assess_data_quality']);
  const part = async (name: string) => within(await screen.findByRole('region', { name }));
  const accuracy = await part('Accuracy');
  expect(accuracy.getByText('The record says of accuracy.')).toBeVisible();
  expect(accuracy.getByText('Worth a look')).toBeVisible();
  await user.click(accuracy.getByRole('radio', { name: 'Serious concerns' }));
  await user.click((await part('Timeliness')).getByRole('radio', { name: 'Good' }));
  const whole = await part('As a whole');
  await user.click(whole.getByRole('radio', { name: 'Some concerns' }));
  await user.type(whole.getByLabelText('In words'), 'Not yet.');
  await user.click(screen.getByRole('button', { name: 'Record the assessment' }));
  expect(await accuracy.findByLabelText(/^Why/)).toBeInvalid();
  expect(accuracy.getByRole('radio', { name: 'Serious concerns' })).toBeChecked();
  expect(sent).toEqual([
    expect.objectContaining({
      overall: 'some_concerns',
      conclusion: 'Not yet.',
      next_review_on: null,
      dimensions: expect.objectContaining({
        accuracy: { judgement: 'serious_concerns', note: '' },
        timeliness: { judgement: 'good', note: '' },
        validity: { note: '' },
      }),
    }),
  ]);
});

test('the list filters in its address and leads to each indicator', async () => {
  answers('/api/v1/people/known-as', listOf());
  answers('/api/v1/units', listOf());
  answers('/api/v1/themes', listOf());
  const asked: string[] = [];
  const row: Schema<'QualityOfIndicator'> = {
    indicator_id: 1,
    ref: 'H4',
    name: 'Re-let time',
    unit: 'HOUSING',
    unit_name: 'Housing',
    review: 'never',
    overall: null,
    conclusion: null,
    concerns: [],
    next_review_on: null,
    assessed_by: null,
    assessed_at: null,
  };
  server.use(
    http.get('*/api/v1/data-quality-assessments', ({ request }) => {
      asked.push(new URL(request.url).search);
      return HttpResponse.json(listOf(row));
    }),
  );
  const { user } = renderPage('/assurance/data-quality');
  const shown = await screen.findByRole('row', { name: /H4 Re-let time/ });
  expect(shown).toHaveTextContent('Not assessed');
  expect(within(shown).getByRole('link')).toHaveAttribute('href', '/indicators/1/data-quality');
  await user.selectOptions(screen.getByLabelText('Review'), 'Review due');
  await screen.findByRole('button', { name: 'Clear filters' });
  expect(asked.at(-1)).toMatch(/active=true&review=due$/);
});
