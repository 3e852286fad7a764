import { expect, test } from 'vitest';
import { chainSentence } from './chain';

const stage = (name: string, position: number, given = {}) => ({
  key: name,
  name,
  body: '',
  days: 5,
  optional: false,
  decisive: false,
  position,
  ...given,
});

test('the picture of a chain has the same in words', () => {
  const chain = [
    stage('Check', 1),
    stage('CMT', 2),
    stage('Portfolio holders', 2),
    stage('Cabinet', 3, { decisive: true }),
    stage('', 4, { optional: true }),
  ];
  expect(chainSentence(chain)).toBe(
    'Check; then CMT and Portfolio holders side by side; then Cabinet, which decides; then a stage without a name, which may be skipped.',
  );
  expect(chainSentence([])).toBe('There are no stages yet.');
});
