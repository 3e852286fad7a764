import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { plan, thread } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers } from '@/testing/server';

test('the thread is walked down to the figure and back up to what it is for', async () => {
  answers('/api/v1/plans', listOf(plan()));
  answers('/api/v1/golden-thread', thread());
  const { user } = renderPage('/golden-thread?plan=1');
  const activity = (await screen.findByRole('link', { name: /Visit every tenant/ })).closest('li');
  const indicator = screen.getByRole('link', { name: 'CHS1 Rent collected' }).closest('li');
  if (!activity || !indicator) throw new Error('both stand in the thread');

  await user.click(screen.getByRole('button', { name: 'Close all' }));
  await user.click(within(activity).getByText('CHS1'));
  expect(indicator).toHaveFocus();
  expect(indicator.closest('details')).toHaveAttribute('open');
  expect(within(indicator).getByRole('link', { name: '98.2%' })).toHaveAttribute('data-figure', '11');

  await user.click(within(indicator).getByText('People 5'));
  expect(activity).toHaveFocus();
  expect(within(activity).getByText('On course')).toBeInTheDocument();
});

test('another plan is chosen in the address', async () => {
  answers('/api/v1/plans', listOf(plan(), plan({ id: 4, title: 'Housing service plan' })));
  answers('/api/v1/golden-thread', thread());
  const { user, router } = renderPage('/golden-thread');
  await user.selectOptions(await screen.findByLabelText('Plan'), 'Housing service plan');
  expect(router.state.location.search).toEqual({ plan: 4 });
});
