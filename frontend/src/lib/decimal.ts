// Exact decimal arithmetic on the few figures of a rating, because 0.1 + 0.2 must not turn a green figure amber.

/** A decimal number: `digits` times ten to the power of minus `scale`. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

/** A double by its shortest notation, or a number in plain or exponent notation, as an exact decimal. */
export function decimal(value: number | string): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).toLowerCase().split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}

function aligned(a: Decimal, b: Decimal): [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale), scale];
}

export function minus(a: Decimal, b: Decimal): Decimal {
  const [left, right, scale] = aligned(a, b);
  return { digits: left - right, scale };
}

export function times(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

/** Below zero where a is less than b, zero where they are equal, above zero where it is more. */
export function compare(a: Decimal, b: Decimal): number {
  const [left, right] = aligned(a, b);
  return left === right ? 0 : left < right ? -1 : 1;
}

export function absolute(a: Decimal): Decimal {
  return a.digits < 0n ? { digits: -a.digits, scale: a.scale } : a;
}

/** A quotient with some thirty digits, as the nearest double. Raises RangeError for a divisor of zero. */
export function quotient(a: Decimal, b: Decimal): number {
  const [top, bottom] = aligned(a, b);
  const places = 30;
  return Number(`${(top * 10n ** BigInt(places)) / bottom}e-${places}`);
}
