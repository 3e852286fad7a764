import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { listOf, renderPage } from '@/testing/page';
import { answers } from '@/testing/server';

const SAID: Schema<'SaidThere'> = {
  observation_id: 1,
  period: '2026-27-Q2',
  period_label: 'Q2 2026/27',
  kind: 'performance',
  unit_of_measure: '%',
  decimals: 1,
  value_state: 'value',
  value: 94.2,
  provisional: false,
  target: 95,
  target_low: null,
  target_high: null,
  target_text: '',
  rating: 'amber',
  unrated_reason: null,
  override_reason: null,
  approved: true,
};
const H4: Schema<'MeasureInTwoViews'> = {
  indicator_id: 4,
  series_id: 40,
  ref: 'H4',
  name: 'Homes let in time',
  unit: 'HOUSING',
  unit_name: 'Housing',
  changed: ['rating', 'figure'],
  before: SAID,
  after: { ...SAID, observation_id: 2, value: 97, rating: 'green' },
  why: [{ because: 'restatement', reason: 'Two homes were missing', at: '2026-10-03T10:00:00Z' }],
};
const SAME = { ...H4, series_id: 50, ref: 'H5', changed: [], after: SAID, why: [] };

function compared(...items: Schema<'MeasureInTwoViews'>[]) {
  answers('/api/v1/dashboard/differences', {
    period: '2026-27-Q2',
    period_label: 'Q2 2026/27',
    before: { as_of_change: 900, pack: 12 },
    after: { as_of_change: null, pack: null },
    total: items.length,
    differing: items.filter((each) => each.changed.length > 0).length,
    items,
  });
  answers('/api/v1/dashboard/periods', listOf());
  const edition = { id: 12, number: 1, period_code: '2026-27-Q2', period_label: 'Q2 2026/27', issues: [] };
  answers('/api/v1/packs', listOf({ ...edition, sealed_at: '2026-05-20T10:00:00Z' }));
}

test('what differs is shown with both figures and the reason on record, and the rest on demand', async () => {
  compared(H4, SAME);
  const { user } = renderPage('/compare?from_pack=12');
  expect(await screen.findByText('1 of 2 measures differ.')).toBeVisible();
  const row = within(screen.getByRole('row', { name: /H4 Homes let in time/ }));
  expect(row.getByRole('link', { name: '94.2%' })).toHaveAttribute('href', '/observations/1?pack=12');
  expect(row.getByRole('link', { name: '97.0%' })).toHaveAttribute('href', '/observations/2');
  expect(row.getByText('Restated on 3 October 2026: Two homes were missing')).toBeVisible();
  expect(screen.queryByRole('row', { name: /H5/ })).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Show those that are the same, too (1)' }));
  expect(screen.getByRole('row', { name: /H5/ })).toBeVisible();
});

test('either view is now, an edition or a day, and stands in the address', async () => {
  compared(SAME);
  const { user, router } = renderPage('/compare?from_pack=12');
  expect(await screen.findByText('1 measure, and no difference between the two views.')).toBeVisible();
  await user.selectOptions(screen.getByLabelText('View B'), 'As it stood at the end of a day');
  await waitFor(() => expect(router.state.location.search).toHaveProperty('to_as_of'));
  expect(await screen.findByLabelText('Day of view B')).toBeVisible();
  await user.selectOptions(screen.getByLabelText('View A'), 'As it stands now');
  await waitFor(() => expect(router.state.location.search).not.toHaveProperty('from_pack'));
  // No view of this page is carried to another one.
  const nav = within(screen.getByRole('navigation', { name: 'Main' }));
  expect(nav.getByRole('link', { name: 'Indicators' })).toHaveAttribute('href', '/indicators');
});
