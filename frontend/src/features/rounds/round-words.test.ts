import { expect, test } from 'vitest';
import type { Schema } from '@/api/client';
import { likely } from './NewRoundPage';
import { filtered, lateOf, leftToDo, roundSentence, stageSteps } from './round-words';

const DONE = {
  entries: 5,
  entered: 5,
  commentary_asked: 0,
  commentary_given: 0,
  errors: 0,
  warnings: 0,
  unexplained: 0,
  open_queries: 0,
};

const ROUND: Schema<'RoundRead'> = {
  id: 1,
  cycle: 'quarterly',
  period_code: '2026-27-Q2',
  period_label: 'Quarter 2 2026/27 (July to September 2026)',
  framework_version_id: 1,
  state: 'collecting',
  due_on: '2026-10-14',
  opened_at: null,
  closed_at: null,
  cancelled_as: null,
  cancelled_reason: null,
  continued_in_id: null,
  continues: [],
  version: 1,
  allowed_actions: [],
};

test.each([
  [{}, 'Services send their figures. Submissions are due on 14 October 2026.'],
  [{ state: 'planned' }, 'Not opened yet. Submissions will be due on 14 October 2026.'],
  [{ state: 'reviewing' }, 'The report is sealed and under review.'],
  [{ state: 'closed', closed_at: '2026-12-20T10:00:00Z' }, 'Closed on 20 December 2026.'],
  [{ state: 'cancelled', cancelled_reason: 'Opened too early.' }, 'Cancelled: Opened too early.'],
  [
    { state: 'cancelled', cancelled_as: 'deferred', cancelled_reason: 'Election.' },
    'This quarter is reported later: Election.',
  ],
] as const)('a round says in a sentence what becomes of it: %o', (part, told) => {
  expect(roundSentence({ ...ROUND, ...part })).toBe(told);
});

test.each([
  [{}, ''],
  [{ errors: 2 }, '2 to complete or correct'],
  [{ unexplained: 1, open_queries: 3 }, '1 warning to explain, 3 open queries'],
])('what is left to do in a submission stands in words: %o', (part, told) => {
  expect(leftToDo({ ...DONE, ...part })).toBe(told);
});

test('days late are told in words, and nothing where a service is in time', () => {
  const row = { days_late: 1 } as Schema<'BoardRow'>;
  expect(lateOf(row)).toBe('1 day late');
  expect(lateOf({ ...row, days_late: -3 })).toBe('');
});

test('the board shows the services of one state, those late, or those with open queries', () => {
  const rows = [
    { submission_id: 1, state: 'draft', days_late: 4, done: { ...DONE, open_queries: 1 } },
    { submission_id: 2, state: 'confirmed', days_late: 0, done: null },
  ] as Schema<'BoardRow'>[];
  const ids = (filter?: string) => filtered(rows, filter).map((row) => row.submission_id);
  expect([ids(), ids('draft'), ids('late'), ids('queries'), ids('returned')]).toEqual([
    [1, 2],
    [1],
    [1],
    [1],
    [],
  ]);
});

test('a round stands at its open stage; one that was skipped is told as skipped', () => {
  const stage = { due_on: null, decided_at: null, optional: false, decisive: false };
  const steps = stageSteps([
    { ...stage, key: 'check', name: 'Check', state: 'decided', decided_at: '2026-11-02T09:00:00Z' },
    { ...stage, key: 'cmt', name: 'CMT', state: 'skipped' },
    { ...stage, key: 'cabinet', name: 'Cabinet', state: 'open', due_on: '2026-12-01', decisive: true },
  ]);
  expect(steps.map((step) => [step.name, step.state, step.note])).toEqual([
    ['Check', 'done', '2 November 2026'],
    ['CMT', 'left_out', ''],
    ['Cabinet (decides)', 'here', 'due 1 December 2026'],
  ]);
});

test('the quarter offered first is the newest that has ended', () => {
  const quarters = [
    { code: '2026-27-Q3', end_on: '2026-12-31' },
    { code: '2026-27-Q2', end_on: '2026-09-30' },
  ];
  expect(likely(quarters, '2026-11-30')).toBe('2026-27-Q2');
  expect(likely(quarters, '2026-08-30')).toBe('2026-27-Q2');
});
