import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { plan, thread, unit } from '@/testing/measures';
import { listOf, renderPage } from '@/testing/page';
import { answers, takes } from '@/testing/server';

const MILESTONE: Schema<'MilestoneRead'> = {
  id: 8,
  activity_id: 5,
  title: 'Every tenant visited once',
  position: 1,
  due_on: '2026-09-30',
  done_on: null,
  overdue: true,
  late: true,
  version: 3,
};

function answerActivity() {
  const milestone_counts = { total: 1, done: 0, overdue: 1 };
  answers('/api/v1/activities/5', {
    id: 5,
    priority_id: 3,
    ref: 'People 5',
    title: 'Visit every tenant in arrears',
    description: '',
    unit_id: 7,
    lead_post_id: null,
    start_on: null,
    due_on: '2027-03-31',
    status: 'on_course',
    percent_complete: 60,
    status_withheld: false,
    valid_from: '2026-04-01',
    valid_to: null,
    portfolio_ids: [],
    milestone_counts,
    hints: [
      {
        code: 'on_course_with_overdue_milestone',
        sentence: 'It is reported as on course, though a milestone is overdue.',
      },
    ],
    milestones: [MILESTONE],
    succession: { predecessor_ids: [], successor_ids: [] },
    version: 2,
  });
  const update = {
    id: 1,
    activity_id: 5,
    period_code: '2026-27-Q1',
    percent_complete: null,
    recorded_at: '',
  };
  answers(
    '/api/v1/activity-updates',
    listOf(
      { ...update, revision: 1, status: 'on_course', update: 'All is well.', cause: '', path_to_green: '' },
      {
        ...update,
        id: 2,
        revision: 2,
        status: 'in_question',
        update: 'Half are visited.',
        cause: 'Two officers left.',
        path_to_green: 'Both posts are filled from May.',
      },
    ),
  );
  answers('/api/v1/golden-thread', thread());
  answers('/api/v1/actions', listOf());
  answers('/api/v1/plans/1', {
    ...plan(),
    supersedes_ids: [],
    counts: { milestones: milestone_counts },
    themes: [],
  });
  answers('/api/v1/units', listOf(unit()));
  answers('/api/v1/posts', listOf());
  answers('/api/v1/portfolios', listOf());
}

test('what dates hint at stands beside the judged status and changes nothing of it', async () => {
  answerActivity();
  renderPage('/activities/5');
  expect(await screen.findByText('Status, as its service judges')).toBeInTheDocument();
  expect(screen.getByText('On course')).toBeInTheDocument();
  expect(screen.getByText(/though a milestone is overdue/)).toBeInTheDocument();
  expect(screen.getByText('60% complete')).toBeInTheDocument();
});

test('of a quarter the last report counts, with its cause and path to green', async () => {
  answerActivity();
  renderPage('/activities/5');
  expect(await screen.findByText('Half are visited.')).toBeInTheDocument();
  expect(screen.getByText('Two officers left.')).toBeInTheDocument();
  expect(screen.getByText('Both posts are filled from May.')).toBeInTheDocument();
  expect(screen.queryByText('All is well.')).toBeNull();
});

test('its service says when a milestone was done; what it is stays with the plan', async () => {
  answerActivity();
  const sent = takes('patch', '/api/v1/milestones/8', { ...MILESTONE, done_on: '2026-10-02' });
  const { user } = renderPage('/activities/5', ['edit_submission']);
  await user.click(await screen.findByRole('button', { name: 'Mark as done Every tenant visited once' }));
  expect(screen.queryByRole('button', { name: 'Add a milestone' })).toBeNull();
  const dialog = screen.getByRole('dialog');
  const day = within(dialog).getByLabelText('Done on');
  await user.clear(day);
  await user.type(day, '2026-10-02');
  await user.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect(sent).toEqual([{ ifMatch: '"3"', body: { done_on: '2026-10-02' } }]);
});
