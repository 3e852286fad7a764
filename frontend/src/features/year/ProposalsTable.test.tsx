import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { submission } from '@/features/submissions/fixtures';
import { listOf, renderPage } from '@/testing/page';
import { answers } from '@/testing/server';
import { proposal, SAID } from './fixtures';

/** One with what was asked of it, and the answer. */
const EXPLAINED = proposal({
  periods: [1, 2].map((number) => ({
    period_code: `2027-28-Q${number}`,
    period_label: `Q${number} 2027/28`,
    target: { ...SAID, value: 90 + number },
    before: null,
  })) as Schema<'ProposalPeriod'>[],
  explanations: { target_easier: 'A crew was lost' },
  findings: [
    {
      code: 'target_easier',
      sentence: 'It is easier than last year came to. Say why.',
    } as Schema<'EntryFinding'>,
  ],
});

test('a proposal leads to its indicator and says what was asked; where nothing is proposed nothing is claimed', async () => {
  answers(
    '/api/v1/submissions/1',
    submission({ id: 1, cycle: 'annual', period_code: '2027-28', editable: false, allowed_actions: [] }),
  );
  answers('/api/v1/submissions/1/queries', listOf());
  answers('/api/v1/people/known-as', listOf());
  answers(
    '/api/v1/submissions/1/proposals',
    listOf(
      EXPLAINED,
      proposal({
        ...EXPLAINED,
        id: 6,
        change: null,
        target: null,
        rationale: '',
        explanations: {},
        findings: [],
      }),
    ),
  );
  renderPage('/submissions/1');
  const table = await screen.findByRole('table', { name: 'Proposed indicators and targets' });
  const [, first, second] = within(table).getAllByRole('row');
  expect(within(first as HTMLElement).getByRole('link', { name: 'H1 Applications decided' })).toHaveAttribute(
    'href',
    '/indicators/7',
  );
  expect(first).toHaveTextContent('It is easier than last year came to. Explained: A crew was lost');
  expect(within(first as HTMLElement).getByText('Q2: 92.0%')).toBeVisible();
  expect(second).toHaveTextContent('Nothing yet');
  expect(second).not.toHaveTextContent('As it was');
  expect(second).not.toHaveTextContent('throughout');
});
