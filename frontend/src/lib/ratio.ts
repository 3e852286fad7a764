// Which figure a numerator and a denominator make, the same as the service (measures/ratio.py).

import { decimal, quotient, times } from './decimal';

const PERCENT = new Set(['%', 'percent', 'per cent', 'percentage']);
const PER = /\bper\s+(\d{1,3}(?:,\d{3})+|\d{2,9})\b/i;

export function isPercentage(unitOfMeasure: string): boolean {
  return PERCENT.has(unitOfMeasure.trim().toLowerCase());
}

/** The figure in its unit of measure; null for a denominator of zero, which makes none, and never 100%. */
export function valueOfRatio(numerator: number, denominator: number, unitOfMeasure: string): number | null {
  if (denominator === 0) return null;
  const per = PER.exec(unitOfMeasure);
  const factor = isPercentage(unitOfMeasure) ? 100 : per?.[1] ? Number(per[1].replaceAll(',', '')) : 1;
  const value = quotient(times(decimal(numerator), decimal(factor)), decimal(denominator));
  return Math.abs(value) <= 1e15 ? value + 0 : null;
}
