import type { Schema } from '@/api/client';
import { things } from '@/lib/format';
import { notComparable, travelWords } from '@/lib/status';

type Content = Schema<'EditionContent'>;
type Figure = Schema<'FigureContent'>;
type Activity = Schema<'ActivityContent'>;

/** What a figure, a gap or a comment is about, as one key. */
export function cellKey(of: { series_id: number | null; period_code: string | null }): string {
  return `${of.series_id} ${of.period_code}`;
}

/** The figures that the framework calls exceptions, the worst rating first, then as they stand in the report. */
export function exceptionFigures(content: Content): Figure[] {
  const order = content.framework.exceptions;
  return content.figures
    .filter((figure) => order.includes(figure.rating))
    .sort((one, other) => order.indexOf(one.rating) - order.indexOf(other.rating));
}

/** The figures rated by judgement, against what the rule alone gives, that are no exceptions already. */
export function judgedFigures(content: Content): Figure[] {
  const told = new Set(exceptionFigures(content).map(cellKey));
  return content.figures.filter((figure) => figure.override_reason && !told.has(cellKey(figure)));
}

/** Activities whose achievement is in question, or that cannot be achieved: those first. */
export function exceptionActivities(content: Content): Activity[] {
  const order = ['unable', 'in_question'];
  return content.activities
    .filter((activity) => order.includes(activity.status))
    .sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
}

/** A measure whose rating is not what the last report said, with both. */
export interface Moved {
  figure: Figure;
  before: Schema<'ReportedBefore'>;
}

/** From when another definition counts between two periods of a series; undefined where they may be compared. */
function apartSince(content: Content, seriesId: number, before: string, now: string): string | undefined {
  return content.not_comparable.find(
    (each) => each.series_id === seriesId && each.before === before && each.now === now,
  )?.since;
}

/** How a figure moved since the period before; across a break in its series, why that is not said. */
export function movedWords(content: Content, figure: Figure): string {
  const before = figure.previous.at(-1);
  const since = before && apartSince(content, figure.series_id, before.period_code, figure.period_code);
  return since ? notComparable(since) : travelWords(figure.short_travel);
}

/** What moved to another rating since the last report that members had; measures counted in one of them alone do not. */
export function movedSinceLastReport(content: Content): Moved[] {
  return bothReports(content).flatMap(({ since, ...both }) =>
    !since && both.before.rating !== both.figure.rating ? [both] : [],
  );
}

/** What the last report had too and may not be compared with it, as sentences: another definition counts since. */
export function apartFromLastReport(content: Content): string[] {
  return bothReports(content).flatMap(({ since, figure }) =>
    since ? [`${figure.ref} ${figure.name}: ${notComparable(since)}`] : [],
  );
}

function bothReports(content: Content): (Moved & { since: string | undefined })[] {
  const last = new Map((content.last_report?.indicators ?? []).map((each) => [each.series_id, each]));
  return newestOfSeries(content.figures).flatMap((figure) => {
    const before = last.get(figure.series_id);
    if (!before) return [];
    const since = apartSince(content, figure.series_id, before.period_code, figure.period_code);
    return [{ figure, before, since }];
  });
}

function newestOfSeries(figures: Figure[]): Figure[] {
  const newest = new Map<number, Figure>();
  for (const figure of figures) {
    const kept = newest.get(figure.series_id);
    if (!kept || kept.period_code < figure.period_code) newest.set(figure.series_id, figure);
  }
  return [...newest.values()];
}

/** Figures under the theme that each belongs to, in the report's order. */
export function byTheme(figures: Figure[]): [theme: string, figures: Figure[]][] {
  const themes = new Map<string, Figure[]>();
  for (const figure of figures) {
    const theme = figure.theme ?? 'Not under a theme';
    themes.set(theme, [...(themes.get(theme) ?? []), figure]);
  }
  return [...themes];
}

/** Names a breakdown's item and the unit it is measured in, where it is not the whole: "ward: Northfield". */
export function ofWhat(figure: { breakdown: string; measured_in: string | null }): string {
  const item = figure.breakdown === 'all' ? '' : figure.breakdown.replace(':', ': ');
  return [item, figure.measured_in ?? ''].filter(Boolean).join(', ');
}

export type Action = 'approve' | 'note' | 'return';

/** What follows from a decision on figures, or on what is proposed for a year; one sentence each, before it is taken. */
export function consequences(
  awaited: Pick<Schema<'AwaitedDecision'>, 'kind' | 'decisive' | 'name'>,
  action: Action,
  content: { figures: number; proposals: number | null },
  others: number,
): string[] {
  const annual = content.proposals !== null;
  const told = 'The decision and its comment are shown to everyone who may see this edition.';
  if (action === 'return') {
    return [
      annual
        ? 'Services that it goes back to propose again, and find your reason at their submission.'
        : 'The round collects figures again: services that it goes back to find your reason at their submission.',
      'A further edition is sealed afterwards. This one stays readable.',
      awaited.kind === 'member_body' && !annual
        ? 'What the services then change is told as a restatement, with your reason.'
        : 'Nothing is locked by this: services change what you ask for.',
      told,
    ];
  }
  const approved = annual
    ? `What is proposed for ${things(content.proposals ?? 0, 'indicator')} counts from then on: targets rate the figures of the year, also those reported already, what is new is measured, and what is dropped ends. Reports that are sealed stay as they are.`
    : `The ${things(content.figures, 'figure')} become the approved ones that everyone signed in reads. They change by a restatement alone.`;
  const locked = awaited.decisive ? approved : '';
  const next =
    others > 0
      ? `The edition goes on when ${things(others, 'other decision')} of this stage ${others === 1 ? 'is' : 'are'} taken.`
      : 'The edition goes on to the next stage, or the round can be closed.';
  return [locked, next, told, 'A decision cannot be taken back.'].filter(Boolean);
}

/** The submissions that a return can send back: confirmed, and of a portfolio those of services that hold some of it. */
export function returnable(
  submissions: Schema<'SubmissionRead'>[],
  content: Content,
  portfolio: string | null,
): Schema<'SubmissionRead'>[] {
  const confirmed = submissions.filter((each) => each.state === 'confirmed');
  if (portfolio === null) return confirmed;
  const held = [...content.figures, ...content.missing, ...content.activities];
  const units = new Set(held.filter((each) => each.portfolios.includes(portfolio)).map((each) => each.unit));
  return confirmed.filter((each) => units.has(each.unit.name));
}
