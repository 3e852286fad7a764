// The same reckoning as organisation/branding.py, so that the page says at once what the service will say.

const channels = (colour: string) =>
  [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16) / 255);

/** The contrast of white text on `#rrggbb`, from 1 to 21 (WCAG 2.2). */
export function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((each) =>
    each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4,
  );
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

/** The nearest shade of a colour on which white text can be read. */
export function darkEnough(colour: string): string {
  for (let percent = 100; percent > 0; percent--) {
    const parts = channels(colour).map((each) => Math.floor((each * percent * 255) / 100 + 1e-9));
    const shade = `#${parts.map((each) => each.toString(16).padStart(2, '0')).join('')}`;
    if (contrastWithWhite(shade) >= 4.5) return shade;
  }
  return '#000000';
}
