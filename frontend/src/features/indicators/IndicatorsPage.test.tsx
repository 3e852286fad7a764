import { screen, waitFor } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { indicator, plan, thread, unit } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses } from '@/testing/server';

beforeEach(() => {
  answers(
    '/api/v1/indicators',
    listOf(
      indicator(),
      indicator({ id: 2, ref: 'LCT1', name: 'Library visits', unit_id: 8, priority_ids: [] }),
    ),
  );
  answers('/api/v1/plans', listOf(plan()));
  answers('/api/v1/golden-thread', thread());
  answers('/api/v1/units', listOf(unit(), unit({ id: 8, code: 'leisure', name: 'Leisure' })));
  answers('/api/v1/portfolios', listOf());
  answers('/api/v1/posts', listOf());
});

test('what is filtered stands in the address, and an address opens filtered', async () => {
  const { user, router } = renderPage('/indicators?unit=leisure');
  expect(await screen.findByText('1 of 2 indicators')).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Library visits' })).toBeInTheDocument();
  await user.selectOptions(screen.getByLabelText('Service'), 'Council Housing');
  await screen.findByRole('link', { name: 'Rent collected' });
  expect(router.state.location.search).toEqual({ unit: 'housing' });
  await user.type(screen.getByLabelText('Name or ref'), 'visits');
  await waitFor(() => expect(router.state.location.search).toEqual({ unit: 'housing', q: 'visits' }));
  expect(await screen.findByText(/No indicator matches these filters/)).toBeInTheDocument();
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(await screen.findByText('2 indicators')).toBeInTheDocument();
  expect(router.state.location.search).toEqual({});
});

test('the latest figure leads to its own page and carries its status; a new one is for whoever may add it', async () => {
  renderPage('/indicators');
  const figure = await screen.findByRole('link', { name: '98.2%' });
  expect(figure).toHaveAttribute('data-figure', '11');
  expect(screen.getByText('Near target')).toBeInTheDocument();
  expect(screen.queryByRole('link', { name: 'New indicator' })).toBeNull();
});

test('a refusal of a new indicator stands at the fields it is about', async () => {
  refuses('post', '/api/v1/indicators', {
    status: 422,
    detail: 'Some fields need correcting.',
    errors: [
      { pointer: '/ref', code: 'missing', detail: 'Write something here.' },
      { pointer: '/definition/decimals', code: 'too_large', detail: 'Give 6 or less.' },
      {
        pointer: '/rating_rule/parameters/amber_within',
        code: 'bad_rule',
        detail: 'The amber tolerance is wider.',
      },
    ],
  });
  const { user } = renderPage('/indicators/new', ['edit_indicator']);
  await user.selectOptions(await screen.findByLabelText('How it is rated'), 'relative');
  await user.click(screen.getByRole('button', { name: 'Add the indicator' }));
  expect(await screen.findByLabelText('Ref')).toHaveAccessibleDescription(/Write something here\./);
  expect(screen.getByLabelText('Decimal places')).toHaveAccessibleDescription(/Give 6 or less\./);
  expect(screen.getByLabelText(/^Near target where/)).toHaveAccessibleDescription(/wider/);
  await user.click(screen.getByRole('link', { name: 'Give 6 or less.' }));
  expect(screen.getByLabelText('Decimal places')).toHaveFocus();
});
