// Filters that stand in the address: read leniently, so that an old or mistyped link still opens its page.

type Raw = Record<string, unknown>;

/** A text parameter, or nothing. */
function textParam(raw: Raw, name: string): string | undefined {
  const value = raw[name];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number above zero, or nothing. */
function numberParam(raw: Raw, name: string): number | undefined {
  const value = Number(raw[name]);
  return Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** `{ q: 'text', pack: 'number' }` → what a route's `validateSearch` takes; what is not there is left out. */
export function params<Shape extends Record<string, 'text' | 'number'>>(shape: Shape) {
  return (raw: Raw) => {
    const found: Raw = {};
    for (const [name, kind] of Object.entries(shape)) {
      const value = kind === 'number' ? numberParam(raw, name) : textParam(raw, name);
      if (value !== undefined) found[name] = value;
    }
    return found as { [Name in keyof Shape]?: Shape[Name] extends 'number' ? number : string };
  };
}
