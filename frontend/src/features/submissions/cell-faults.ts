import { isUnchanged, type Row } from './rows';
import { changesOf, isSavedFigure } from './typed';

/**
 * What is wrong in a field: what cannot be read as it is typed, what the service refused, and, once somebody has tried
 * to submit, what the checks found missing there.
 */
export function cellFault(row: Row, field: string, tried: boolean): string | undefined {
  const { entry, typed, problem, phase } = row;
  const unread = changesOf(entry, typed).faults[field];
  if (unread) return unread;
  if (phase === 'refused' && problem) {
    const refused = problem.faults.find((fault) => fault.pointer.replace(/^\/+/, '') === field);
    if (refused) return refused.detail;
  }
  // What the checks found is of the figure as it was saved.
  if (!isUnchanged(entry, typed)) return undefined;
  const found = entry.findings.find((finding) => finding.field === field && finding.blocks);
  const missing = found?.code.startsWith('missing_');
  return found && (tried || !missing) ? found.sentence : undefined;
}

/** What the checks ask for in a field that nobody has tried to submit yet: a quiet reminder. */
export function cellReminder(
  row: Row,
  field: 'commentary' | 'update' | 'cause' | 'path_to_green',
): string | undefined {
  const { entry, typed } = row;
  const begun = entry.value_state !== null || entry.status !== null;
  return begun && isSavedFigure(entry, typed) && !typed[field].trim()
    ? entry.findings.find((each) => each.field === field && each.blocks)?.sentence
    : undefined;
}
