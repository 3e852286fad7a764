import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { listOf, renderPage } from '@/testing/page';
import { answers, refuses, takes } from '@/testing/server';

const COMMENT: Schema<'CommentRead'> = {
  id: 5,
  edition_id: 12,
  series_id: 7,
  period_code: '2026-27-Q1',
  activity_id: null,
  ref: 'H4',
  name: 'Average re-let time',
  unit_id: 3,
  body: null,
  comment: 'Is the depot counted?',
  commented_by: 9,
  commented_at: '2026-11-27T10:00:00Z',
  answer: null,
  answered_by: null,
  answered_at: null,
  allowed_actions: ['answer'],
};

test('a service answers what was asked of it, though it may not see the edition', async () => {
  refuses('get', '/api/v1/packs/12', { status: 404, detail: 'There is no such pack edition.' });
  answers('/api/v1/packs/12/comments', listOf(COMMENT));
  answers('/api/v1/people/known-as', listOf({ person_id: 9, known_as: 'Director of Place' }));
  const sent = takes('post', '/api/v1/packs/12/comments/5/answer', { ...COMMENT, answer: 'It is.' });
  const { user } = renderPage('/documents/12/comments', ['edit_submission']);
  expect(await screen.findByText(/H4 Average re-let time, Q1 2026\/27/)).toBeVisible();
  expect(screen.getByText(/^Director of Place, 27 November 2026/)).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Answer the comment on H4' }));
  await user.type(screen.getByLabelText(/^Answer for H4/), 'It is.');
  await user.click(screen.getByRole('button', { name: 'Send the answer' }));
  await screen.findByRole('button', { name: 'Answer the comment on H4' });
  expect(sent[0]?.body).toEqual({ answer: 'It is.' });
});
