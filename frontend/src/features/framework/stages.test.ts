import { describe, expect, test } from 'vitest';
import {
  changed,
  type DraftStage,
  draftsOf,
  moved,
  positionsOf,
  stagesSent,
  withNew,
  without,
} from './stages';

const GIVEN = [
  ['check', 1, 'check', false],
  ['cmt', 2, 'officer_review', false],
  ['portfolios', 2, 'portfolio_review', false],
  ['cabinet', 3, 'member_body', true],
  ['scrutiny', 4, 'member_body', false],
] as const;

const CHAIN: DraftStage[] = draftsOf(
  GIVEN.map(([key, position, kind, decisive]) => ({
    cycle: 'quarterly' as const,
    key,
    name: key,
    position,
    kind,
    body_kind: key === 'cabinet' ? ('cabinet' as const) : null,
    days_allowed: 5,
    optional: false,
    decisive,
  })),
  'quarterly',
  [{ id: 7, kind: 'cabinet' }],
);

const shape = (stages: DraftStage[]) =>
  stages.map((stage, index) => `${positionsOf(stages)[index]} ${stage.key || 'new'}`).join(', ');

describe('the stages of a framework', () => {
  test('begin as the template has them, with the council’s only body of a kind filled in', () => {
    expect(shape(CHAIN)).toBe('1 check, 2 cmt, 2 portfolios, 3 cabinet, 4 scrutiny');
    expect(CHAIN.map((stage) => stage.body_id)).toEqual([null, null, null, 7, null]);
  });

  test.each([
    ['scrutiny before Cabinet', moved(CHAIN, 4, -1), '1 check, 2 cmt, 2 portfolios, 3 scrutiny, 4 cabinet'],
    ['the check stays first', moved(CHAIN, 1, -1), '1 check, 2 cmt, 2 portfolios, 3 cabinet, 4 scrutiny'],
    [
      'who is side by side changes',
      moved(CHAIN, 3, -1),
      '1 check, 2 cmt, 2 cabinet, 3 portfolios, 4 scrutiny',
    ],
    ['what ran beside closes up', without(CHAIN, 1), '1 check, 2 portfolios, 3 cabinet, 4 scrutiny'],
    [
      'beside the one above',
      changed(CHAIN, 4, { beside: true }),
      '1 check, 2 cmt, 2 portfolios, 3 cabinet, 3 scrutiny',
    ],
    [
      'nothing is beside the check',
      changed(CHAIN, 1, { beside: true }),
      '1 check, 2 cmt, 2 portfolios, 3 cabinet, 4 scrutiny',
    ],
    [
      'one more at the end',
      withNew(CHAIN, 'quarterly'),
      '1 check, 2 cmt, 2 portfolios, 3 cabinet, 4 scrutiny, 5 new',
    ],
  ])('%s', (_, stages, expected) => {
    expect(shape(stages)).toBe(expected);
  });

  test('one of a cycle decides', () => {
    const decisive = changed(CHAIN, 4, { decisive: true }).filter((stage) => stage.decisive);
    expect(decisive.map((stage) => stage.key)).toEqual(['scrutiny']);
  });

  test('are sent with positions and keys of their own; only bodies decide at officers’ and members’ stages', () => {
    const named = changed(withNew(CHAIN, 'quarterly'), 5, { name: 'Cabinet', body_id: 7 });
    const sent = stagesSent(changed(named, 0, { body_id: 7 }));
    expect(sent.map((stage) => stage.key)).toEqual([
      'check',
      'cmt',
      'portfolios',
      'cabinet',
      'scrutiny',
      'cabinet_2',
    ]);
    expect(sent.map((stage) => stage.position)).toEqual([1, 2, 2, 3, 4, 5]);
    expect(sent.map((stage) => stage.body_id)).toEqual([null, null, null, 7, null, 7]);
  });
});
