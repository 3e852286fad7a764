import type { Schema } from '@/api/client';
import { figureWords, numberWords, things } from '@/lib/format';
import type { Status } from '@/lib/status';
import type { AreaFigure, Compared } from './queries';

export const KINDS: Record<Schema<'ComparisonFileSummary'>['kind'], string> = {
  areas: 'Areas',
  groups: 'Groups of areas',
  figures: 'Figures',
  framework: 'A framework',
};

/** What a line of a file comes to, as word, shape and colour. */
export const RESULTS: Record<Schema<'ComparisonLineRead'>['result'], Status> = {
  fault: { word: 'To mend', shape: 'diamond', tone: 'off' },
  new: { word: 'New', shape: 'circle', tone: 'on' },
  changed: { word: 'Revised', shape: 'triangle', tone: 'near' },
  unchanged: { word: 'As it is', shape: 'ring', tone: 'none' },
};

/** "12 lines new, 3 lines revised", or that nothing differs. */
export function comesTo({ new: added, changed }: Schema<'ComparisonLineCounts'>): string {
  const parts = [
    added ? `${things(added, 'line')} new` : '',
    changed ? `${things(changed, 'line')} revised` : '',
  ].filter(Boolean);
  return parts.length ? parts.join(', ') : 'nothing that differs from what is on record';
}

export function areaWords(compared: Compared, area: AreaFigure): string {
  if (area.value_state === null) return 'No figure';
  return figureWords({ ...area, value_state: area.value_state, ...measured(compared) });
}

export const measured = ({ unit_of_measure, decimals }: Compared) => ({ unit_of_measure, decimals });

const said = (compared: Compared, value: number) =>
  numberWords(value, compared.unit_of_measure, compared.decimals);

/** Where the other councils' figures lie, term by term; nothing in it ranks anybody. */
export function spreadRows(compared: Compared): [string, string][] {
  const { spread, pooled } = compared;
  if (!spread) return [];
  const rows: [string, string][] = [
    ['With a figure', `${spread.reported} of ${things(spread.members, 'other council')}`],
    ['Median', said(compared, spread.median)],
  ];
  if (spread.lower_quartile !== null && spread.upper_quartile !== null)
    rows.push([
      'Middle half',
      `${said(compared, spread.lower_quartile)} to ${said(compared, spread.upper_quartile)}`,
    ]);
  rows.push(['Range', `${said(compared, spread.lowest)} to ${said(compared, spread.highest)}`]);
  if (pooled)
    rows.push([
      'All of them together',
      `${said(compared, pooled.value)}, from the numerators and denominators of ${things(pooled.areas, 'council')}`,
    ]);
  return rows;
}

/** A group and its version, as its publisher calls it. */
export function groupName({ name, version }: Schema<'ComparisonGroupRead'>): string {
  return `${name}, version ${version}`;
}
