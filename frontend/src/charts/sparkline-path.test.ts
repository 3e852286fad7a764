import { describe, expect, test } from 'vitest';
import { drawSparkline, HEIGHT, WIDTH } from './sparkline-path';

describe('a sparkline', () => {
  test('breaks where a period has no figure', () => {
    expect(drawSparkline([1, 2, null, 3, 4], null)?.line.match(/[ML]/g)?.join('')).toBe('MLML');
  });

  test('marks a figure between two gaps, which no line reaches', () => {
    const drawn = drawSparkline([1, null, 2, null, 3, 4], null);
    expect(drawn?.alone).toHaveLength(2);
    expect(drawn?.line.match(/[ML]/g)?.join('')).toBe('MMML');
  });

  test('marks no last point where the last period has no figure', () => {
    expect(drawSparkline([1, 2, null], null)?.last).toBeNull();
    expect(drawSparkline([1, 2, 3], null)?.last).toMatchObject({ x: WIDTH - 4 });
  });

  test('keeps a target outside the figures within its frame', () => {
    expect(drawSparkline([1, 2], 10)?.target).toBe(4);
    expect(drawSparkline([1, 2], -10)?.target).toBe(HEIGHT - 4);
  });

  test.each([[[5]], [[null, 5]], [[]]])('draws nothing of fewer than two figures: %j', (values) => {
    expect(drawSparkline(values, 4)).toBeNull();
  });

  test('draws equal figures in the middle', () => {
    expect(drawSparkline([5, 5], null)?.last?.y).toBe(HEIGHT / 2);
  });
});
