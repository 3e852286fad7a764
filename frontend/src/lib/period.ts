/** A period's label without its months, as it is said in passing: "Quarter 2 2026/27 (July to …)" is "Q2 2026/27". */
export function shortPeriod(label: string): string {
  return label.replace(/ \(.*\)$/, '').replace(/^(Quarter|Half) (\d)/, (_, span: string, number: string) => {
    return `${span.charAt(0)}${number}`;
  });
}
