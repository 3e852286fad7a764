// Periods in few words, the same as the service's short labels (framework/periods.py).

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A period's long label as a short one: "Quarter 1 2023/24 (April to June 2023)" is "Q1 2023/24". */
export function shortPeriod(label: string): string {
  return label
    .replace(/\s*\(.*\)$/, '')
    .replace(/^Quarter /, 'Q')
    .replace(/^Half year /, 'H')
    .replace(/^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?=\d{4}$)/, '$1 ');
}

/** A period's code in words: "2023-24-Q1" is "Q1 2023/24", "2025-26-M08" is "Nov 2025". Others stay as they are. */
export function periodOfCode(code: string): string {
  const parts = /^(\d{4})(?:-(\d{2}))?(?:-([QHM])(\d{1,2}))?$/.exec(code);
  if (!parts) return code;
  const [, year = '', ending, letter, number] = parts;
  if (letter === 'M') {
    // Month 1 of a financial year is April, of a calendar year January.
    const month = Number(number) - 1 + (ending ? 3 : 0);
    return `${MONTHS[month % 12]} ${Number(year) + Math.floor(month / 12)}`;
  }
  const label = ending ? `${year}/${ending}` : year;
  return letter ? `${letter}${number} ${label}` : label;
}
