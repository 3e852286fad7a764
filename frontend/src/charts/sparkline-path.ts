/** The drawing's size in units of its own; the style sheet says how large it is on the screen. */
export const WIDTH = 112;
export const HEIGHT = 28;
const EDGE = 4;

interface Drawn {
  /** The line as an SVG path; it breaks where there is no figure. */
  line: string;
  /** Figures with a gap on both sides, which no line reaches. */
  alone: { x: number; y: number }[];
  /** Where the last period's figure stands; null where it has none. */
  last: { x: number; y: number } | null;
  /** How high the target lies; null without one. */
  target: number | null;
}

/**
 * Where a sparkline's parts lie. values: oldest first, null for a period without a figure; target in the same unit of
 * measure. Null where there are fewer than two figures: nothing to compare.
 */
export function drawSparkline(values: (number | null)[], target: number | null): Drawn | null {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const all = target === null ? known : [...known, target];
  const low = Math.min(...all);
  const span = Math.max(...all) - low;
  const across = (WIDTH - 2 * EDGE) / (values.length - 1);
  const high = (value: number) =>
    round(span === 0 ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE));
  const points = values.map((value, index) =>
    value === null ? null : { x: round(EDGE + index * across), y: high(value) },
  );
  const steps = points.map((point, index) =>
    point === null ? '' : `${points[index - 1] ? 'L' : 'M'}${point.x} ${point.y}`,
  );
  return {
    line: steps.join(''),
    alone: points.filter(
      (point, index) =>
        point !== null && !points[index - 1] && !points[index + 1] && index !== points.length - 1,
    ) as { x: number; y: number }[],
    last: points.at(-1) ?? null,
    target: target === null ? null : high(target),
  };
}

function round(value: number) {
  return Math.round(value * 10) / 10;
}
